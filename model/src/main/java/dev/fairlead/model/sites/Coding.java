package dev.fairlead.model.sites;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// How a file is kept compressed besides; the first of those that a client likes alike is sent.
public enum Coding {
    BR,
    ZSTD,
    GZIP;

    /// The word of HTTP.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Coding> parse(String word) {
        return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
    }
}
