package dev.fairlead.certificates.dns;

/// A record could not be changed; the message may be shown.
public final class DnsFailed extends Exception {
    private static final long serialVersionUID = 1;

    public DnsFailed(String message) {
        super(message);
    }

    public DnsFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
