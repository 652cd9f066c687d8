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
    APP,
    /// Several programs in containers, of one compose file, one of which answers HTTP.
    STACK;

    /// Whether it runs in containers, so that it has instances, a scale and larger limits.
    public boolean inContainers() {
        return this == APP || this == STACK;
    }

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
