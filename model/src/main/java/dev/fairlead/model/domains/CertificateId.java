package dev.fairlead.model.domains;

import dev.fairlead.model.ids.IdText;

import java.time.Clock;
import java.util.UUID;

/// Names one certificate for ever.
public record CertificateId(UUID value) {
    private static final String PREFIX = "crt";

    public static CertificateId next(Clock clock) {
        return new CertificateId(IdText.next(clock));
    }

    /// Reads the form that `toString` writes; anything else is `Rejected`.
    public static CertificateId parse(String text) {
        return new CertificateId(IdText.parse(PREFIX, text));
    }

    @Override
    public String toString() {
        return IdText.format(PREFIX, value);
    }
}
