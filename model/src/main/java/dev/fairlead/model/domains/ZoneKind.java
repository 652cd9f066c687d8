package dev.fairlead.model.domains;

import dev.fairlead.model.errors.InvalidValue;

import java.util.Arrays;
import java.util.Locale;

/// How a zone's records are changed.
public enum ZoneKind {
    /// By messages to its name server, signed with a shared key (RFC 2136, TSIG).
    RFC2136,
    /// By signed requests to an address that does it.
    WEBHOOK;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static ZoneKind parse(String word) {
        return Arrays.stream(values())
                .filter(one -> one.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new InvalidValue("kind", "use rfc2136 or webhook"));
    }
}
