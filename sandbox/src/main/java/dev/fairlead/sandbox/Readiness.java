package dev.fairlead.sandbox;

import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.errors.ErrorCode;

import java.util.List;

/// Whether this machine can keep steps apart, with what, and which limits hold how. Where not,
/// `trouble` says what to do; `weaker` are sentences about limits that hold less than they could.
public record Readiness(
        boolean ready, String sandbox, String groups, String trouble, List<String> weaker) {
    public Readiness {
        weaker = List.copyOf(weaker);
    }

    /// One line for a log or a person.
    public String line() {
        if (!ready) {
            return "sandbox: missing: " + trouble;
        }
        String line = "sandbox: " + sandbox + ", " + groups;
        return weaker.isEmpty() ? line : line + "; " + String.join(" ", weaker);
    }

    /// Throws `BuildFailed` with what to do where steps cannot be kept apart.
    public void require() {
        if (!ready) {
            throw new BuildFailed(
                    ErrorCode.SANDBOX_MISSING,
                    "What strangers wrote is not run without a sandbox, and this server has"
                            + " none: "
                            + trouble);
        }
    }
}
