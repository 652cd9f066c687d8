package dev.fairlead.identity.external;

/// How a sign-in by another system ended.
public sealed interface SignInOutcome {
    /// Everything that the protocol asks to be verified was.
    record SignedIn(ExternalIdentity identity) implements SignInOutcome {}

    /// For our log: a stranger is told that it failed and no more.
    record Refused(RefusalReason reason, String detail) implements SignInOutcome {}
}
