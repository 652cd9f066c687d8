package dev.fairlead.model.functions;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// What a function's source is written in.
public enum Language {
    JAVASCRIPT,
    WASM,
    ASSEMBLYSCRIPT,
    RUST,
    GO,
    C,
    CPP,
    TYPESCRIPT,
    JAVA,
    DART;

    /// The word in JSON, SQL and on the command line.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// All words, for a sentence.
    public static String words() {
        return Arrays.stream(values()).map(Language::word).collect(Collectors.joining(", "));
    }

    /// Also takes `c++`, which is no word for a database or a file name.
    public static Optional<Language> parse(String word) {
        if (word.equals("c++")) {
            return Optional.of(CPP);
        }
        for (Language language : values()) {
            if (language.word().equals(word)) {
                return Optional.of(language);
            }
        }
        return Optional.empty();
    }
}
