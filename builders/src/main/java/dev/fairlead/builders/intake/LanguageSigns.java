package dev.fairlead.builders.intake;

import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.functions.Language;

import java.util.List;
import java.util.Locale;

/// Guesses a source's language from the names of its files.
public final class LanguageSigns {
    /// What a file with this ending says of the language; the first that is found counts.
    private record Sign(String ending, Language language) {}

    // A manifest before scripts and headers, which other languages have for their tools too.
    private static final List<Sign> SIGNS =
            List.of(
                    new Sign("cargo.toml", Language.RUST),
                    new Sign("go.mod", Language.GO),
                    new Sign(".js", Language.JAVASCRIPT),
                    new Sign(".mjs", Language.JAVASCRIPT),
                    new Sign(".wasm", Language.WASM),
                    new Sign(".ts", Language.ASSEMBLYSCRIPT),
                    new Sign(".rs", Language.RUST),
                    new Sign(".go", Language.GO),
                    new Sign(".cpp", Language.CPP),
                    new Sign(".cc", Language.CPP),
                    new Sign(".cxx", Language.CPP),
                    new Sign(".c", Language.C),
                    new Sign(".java", Language.JAVA));

    private LanguageSigns() {}

    /// A single file's; JavaScript where nothing says otherwise.
    public static Language ofFile(String fileName) {
        String name = fileName.toLowerCase(Locale.ROOT);
        return SIGNS.stream()
                .filter(sign -> name.endsWith(sign.ending))
                .map(Sign::language)
                .findFirst()
                .orElse(Language.JAVASCRIPT);
    }

    /// Throws `Rejected` where no file is in a language that is known.
    public static Language of(List<String> files) {
        List<String> names = files.stream().map(file -> file.toLowerCase(Locale.ROOT)).toList();
        for (Sign sign : SIGNS) {
            if (names.stream().anyMatch(name -> name.endsWith(sign.ending))) {
                return sign.language;
            }
        }
        throw new Rejected(
                ErrorCode.HANDLER_MISSING,
                "no .js, .mjs, .wasm, .ts, .rs, .go, .c, .cpp or .java file is in the source");
    }
}
