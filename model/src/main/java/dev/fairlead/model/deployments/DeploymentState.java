package dev.fairlead.model.deployments;

import java.util.Locale;

/// Where a deployment stands. All from `ACTIVE` on are ends, except that a later success supersedes
/// what was active.
public enum DeploymentState {
    PENDING(0),
    BUILDING(1),
    PREPARING(2),
    CHECKING(3),
    /// Ready; somebody has to approve it first.
    WAITING(4),
    SWITCHING(5),
    /// Its version gets more and more of the requests, as long as it does well.
    ROLLING_OUT(6),
    ACTIVE(7),
    SUPERSEDED(8),
    FAILED(8),
    /// Its author did not want it any more.
    CANCELLED(8);

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
        if (step >= SWITCHING.step && next == CANCELLED) {
            return false;
        }
        return !ended() && next.step > step;
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static DeploymentState parse(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
