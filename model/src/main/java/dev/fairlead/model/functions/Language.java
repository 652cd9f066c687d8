package dev.fairlead.model.functions;

import java.util.Locale;
import java.util.Optional;

/// What a function's source is written in.
public enum Language {
    JAVASCRIPT,
    WASM,
    ASSEMBLYSCRIPT;

    /// The word in JSON, SQL and on the command line.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Language> parse(String word) {
        for (Language language : values()) {
            if (language.word().equals(word)) {
                return Optional.of(language);
            }
        }
        return Optional.empty();
    }
}
