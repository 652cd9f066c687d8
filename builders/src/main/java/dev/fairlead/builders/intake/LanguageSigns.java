package dev.fairlead.builders.intake;

import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.functions.Language;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Guesses a source's language from the names of its files, and where two languages share an
/// ending, from what is in them.
public final class LanguageSigns {
    /// What a file with this ending says of the language; the first that is found counts.
    private record Sign(String ending, Language language) {}

    // A manifest before scripts and headers, which other languages have for their tools too.
    private static final List<Sign> SIGNS =
            List.of(
                    new Sign("cargo.toml", Language.RUST),
                    new Sign("go.mod", Language.GO),
                    new Sign("pubspec.yaml", Language.DART),
                    new Sign("asconfig.json", Language.ASSEMBLYSCRIPT),
                    new Sign("tsconfig.json", Language.TYPESCRIPT),
                    // The builder of TypeScript takes JavaScript beside it.
                    new Sign(".ts", Language.TYPESCRIPT),
                    new Sign(".mts", Language.TYPESCRIPT),
                    new Sign(".tsx", Language.TYPESCRIPT),
                    new Sign(".js", Language.JAVASCRIPT),
                    new Sign(".mjs", Language.JAVASCRIPT),
                    new Sign(".wasm", Language.WASM),
                    new Sign(".rs", Language.RUST),
                    new Sign(".go", Language.GO),
                    new Sign(".cpp", Language.CPP),
                    new Sign(".cc", Language.CPP),
                    new Sign(".cxx", Language.CPP),
                    new Sign(".c", Language.C),
                    new Sign(".java", Language.JAVA),
                    new Sign(".dart", Language.DART));

    /// Types that TypeScript has not, the packages of AssemblyScript, and the shapes of its
    /// handlers.
    private static final Pattern ASSEMBLYSCRIPT =
            Pattern.compile(
                    "[:<]\\s*(?:[iu](?:8|16|32|64)|f32|f64|[iu]size|v128)\\b"
                            + "|from\\s*['\"](?:assemblyscript|json-as)\\b"
                            + "|\\bfunction\\s+handle\\s*\\(\\s*\\w+\\s*:\\s*string\\s*\\)"
                            + "\\s*:\\s*string\\b"
                            + "|\\bimport\\s*\\{[^}]*\\}\\s*from\\s*['\"]fairlead['\"]");

    private static final Pattern ASSEMBLYSCRIPT_PACKAGE =
            Pattern.compile("\"(?:assemblyscript|json-as)\"\\s*:");

    private LanguageSigns() {}

    /// A single file's, which lies at `file`; JavaScript where nothing says otherwise.
    public static Language ofFile(String fileName, Path file) throws IOException {
        Language language = sign(List.of(fileName)).orElse(Language.JAVASCRIPT);
        boolean shared =
                language == Language.TYPESCRIPT && ASSEMBLYSCRIPT.matcher(text(file)).find();
        return shared ? Language.ASSEMBLYSCRIPT : language;
    }

    /// Throws `Rejected` where no file is in a language that is known.
    public static Language of(SourceTree tree) throws IOException {
        Language language =
                sign(tree.files())
                        .orElseThrow(() ->
                                new Rejected(
                                        ErrorCode.HANDLER_MISSING,
                                        "no .js, .mjs, .ts, .wasm, .rs, .go, .c, .cpp, .java or"
                                                + " .dart file is in the source"));
        return language == Language.TYPESCRIPT && assemblyScript(tree)
                ? Language.ASSEMBLYSCRIPT
                : language;
    }

    private static Optional<Language> sign(List<String> files) {
        List<String> names =
                files.stream()
                        .map(file -> file.toLowerCase(Locale.ROOT))
                        .filter(name -> !name.endsWith(".d.ts"))
                        .filter(name -> !name.startsWith("node_modules/"))
                        .toList();
        for (Sign sign : SIGNS) {
            if (names.stream().anyMatch(name -> name.endsWith(sign.ending))) {
                return Optional.of(sign.language);
            }
        }
        return Optional.empty();
    }

    private static boolean assemblyScript(SourceTree tree) throws IOException {
        for (String file : tree.files()) {
            Path path = tree.path(file);
            boolean packages = file.equals("package.json");
            boolean script = file.endsWith(".ts") && !file.contains("node_modules/");
            if ((packages && ASSEMBLYSCRIPT_PACKAGE.matcher(text(path)).find())
                    || (script && ASSEMBLYSCRIPT.matcher(text(path)).find())) {
                return true;
            }
        }
        return false;
    }

    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }
}
