package dev.fairlead.certificates.acme;

import java.time.Instant;
import java.util.Optional;

/// The authority gave no certificate; the message may be shown. `notBefore` is when it may be asked
/// again, where it says so.
public final class AcmeFailed extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Optional<Instant> notBefore;

    AcmeFailed(String message, Optional<Instant> notBefore, Throwable cause) {
        super(message, cause);
        this.notBefore = notBefore;
    }

    public AcmeFailed(String message) {
        super(message);
        this.notBefore = Optional.empty();
    }

    public Optional<Instant> notBefore() {
        return notBefore;
    }
}
