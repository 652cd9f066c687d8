package dev.fairlead.identity.external;

import dev.fairlead.identity.external.SignInOutcome.Refused;

/// Thrown where a sign-in cannot go on; becomes a `Refused` where it was begun.
public final class Refusal extends Exception {
    private static final long serialVersionUID = 1;
    private static final int LONGEST = 300;

    private final RefusalReason reason;

    public Refusal(RefusalReason reason, String detail) {
        super(shortened(detail), null, false, false);
        this.reason = reason;
    }

    public Refusal(RefusalReason reason, String detail, Throwable cause) {
        super(shortened(detail + ": " + cause.getMessage()), cause, false, false);
        this.reason = reason;
    }

    /// What a provider or a stranger said is in details: one line of bounded length.
    private static String shortened(String detail) {
        String line = detail.replaceAll("[\\p{Cntrl}\\p{Cf}]", " ");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
    }

    public Refused outcome() {
        return new Refused(reason, String.valueOf(getMessage()));
    }
}
