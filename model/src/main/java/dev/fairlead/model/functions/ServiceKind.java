package dev.fairlead.model.functions;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// What a service is.
public enum ServiceKind {
    /// Code that is invoked per request.
    FUNCTION,
    /// Files that are served.
    SITE,
    /// Something that already runs, and that requests are forwarded to.
    PROXY,
    /// A program in containers that answers HTTP.
    APP;

    /// The word in JSON, SQL and on the command line.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// All words, for a sentence.
    public static String words() {
        return Arrays.stream(values()).map(ServiceKind::word).collect(Collectors.joining(", "));
    }

    public static Optional<ServiceKind> parse(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }
}
