package dev.fairlead.certificates.lookup;

/// The network gave no answer; the message may be shown.
public final class LookupFailed extends Exception {
    private static final long serialVersionUID = 1;

    LookupFailed(String message) {
        super(message);
    }

    LookupFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
