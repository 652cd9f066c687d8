package dev.fairlead.model.variables;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What a variable's value has to be.
public enum VariableType {
    STRING,
    NUMBER,
    INTEGER,
    BOOLEAN,
    URL,
    EMAIL,
    /// One of a list.
    ENUM,
    JSON;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<VariableType> parse(String word) {
        return Arrays.stream(values()).filter(type -> type.word().equals(word)).findFirst();
    }
}
