package dev.fairlead.controlplane.control.keyservice;

/// A key service did not do what it was asked for. Its text has no key, no token and nothing that
/// the service wrote.
public final class KeyServiceFailed extends IllegalStateException {
    private static final long serialVersionUID = 1;

    private final Why why;

    /// What was in the way.
    public enum Why {
        UNREACHABLE(true),
        BUSY(true),
        SEALED(true),
        FORBIDDEN(false),
        NO_ENGINE(false),
        NO_KEY(false),
        UNFIT_KEY(false),
        ANOTHER_KEY(false),
        TOO_OLD(false),
        NOT_UNDERSTOOD(false),
        NOT_A_KEY(false);

        private final boolean passing;

        Why(boolean passing) {
            this.passing = passing;
        }

        /// Whether it may be otherwise in a moment.
        boolean passing() {
            return passing;
        }
    }

    public KeyServiceFailed(Why why, String message) {
        super(message);
        this.why = why;
    }

    KeyServiceFailed(Why why, String message, Throwable cause) {
        super(message, cause);
        this.why = why;
    }

    public Why why() {
        return why;
    }
}
