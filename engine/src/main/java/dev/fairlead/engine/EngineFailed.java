package dev.fairlead.engine;

import java.io.IOException;

/// The engine's answer that it did not do what it was asked, in its own words. No credentials are
/// in it.
public final class EngineFailed extends IOException {
    private static final long serialVersionUID = 1;

    private final Reason reason;

    /// What to think of it. Engines give most of their words and few of their reasons; what cannot
    /// be told apart is `OTHER`.
    public enum Reason {
        /// What was named is not there.
        MISSING,
        /// What is there is in the way, or in a state that does not allow it.
        CONFLICT,
        /// It cannot be done as it was asked.
        INVALID,
        /// A registry does not know the credentials, or wants some.
        UNAUTHORIZED,
        /// This engine cannot do it at all.
        UNSUPPORTED,
        /// A command of a build failed, or its file is wrong.
        BUILD,
        OTHER
    }

    public EngineFailed(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
