package dev.fairlead.model.functions;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Who may call a function by its address.
public enum Access {
    /// Everybody.
    PUBLIC,
    /// Functions of its project alone; to everybody else it is not there.
    PRIVATE,
    /// Who has a credential and may execute it.
    AUTHENTICATED,
    /// Who signs each request with a secret of the function.
    SIGNED,
    /// Who has a name and a password of the function.
    PASSWORD;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Access> parse(String word) {
        return Arrays.stream(values()).filter(access -> access.word().equals(word)).findFirst();
    }

    public static List<String> words() {
        return Arrays.stream(values()).map(Access::word).toList();
    }
}
