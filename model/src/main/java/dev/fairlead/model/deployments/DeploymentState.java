package dev.fairlead.model.deployments;

import java.util.Locale;

/// Where a deployment stands. All from `ACTIVE` on are ends, except that a later success supersedes
/// what was active.
public enum DeploymentState {
    PENDING(0),
    BUILDING(1),
    PREPARING(2),
    CHECKING(3),
    SWITCHING(4),
    ACTIVE(5),
    SUPERSEDED(6),
    FAILED(6),
    /// Its author did not want it any more.
    CANCELLED(6);

    private final int step;

    DeploymentState(int step) {
        this.step = step;
    }

    public boolean ended() {
        return step >= ACTIVE.step;
    }

    /// Phases go forward only; any phase may end in one of the ends, except that what switches is
    /// not cancelled any more.
    public boolean mayBecome(DeploymentState next) {
        if (this == ACTIVE) {
            return next == SUPERSEDED;
        }
        if (this == SWITCHING && next == CANCELLED) {
            return false;
        }
        return !ended() && next.step > step;
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static DeploymentState parse(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
