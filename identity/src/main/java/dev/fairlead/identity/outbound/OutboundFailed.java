package dev.fairlead.identity.outbound;

import java.io.IOException;

/// A server that could not be asked, or whose answer was not taken.
public final class OutboundFailed extends IOException {
    private static final long serialVersionUID = 1;

    private final Why why;

    /// What was in the way.
    public enum Why {
        ADDRESS_REFUSED,
        TOO_LARGE,
        UNREACHABLE,
        MALFORMED
    }

    OutboundFailed(Why why, String message) {
        super(message);
        this.why = why;
    }

    OutboundFailed(Why why, String message, Throwable cause) {
        super(message + ": " + cause.getMessage(), cause);
        this.why = why;
    }

    public Why why() {
        return why;
    }
}
