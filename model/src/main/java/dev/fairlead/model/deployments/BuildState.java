package dev.fairlead.model.deployments;

import java.util.Locale;
import java.util.Optional;

/// Where a build stands. It follows its deployment, except that it alone tells what was given up
/// (`DEAD`, the dead letters) from what its author has to mend (`FAILED`).
public enum BuildState {
    QUEUED,
    RUNNING,
    SUCCEEDED,
    FAILED,
    CANCELLED,
    /// A newer source came before it began.
    SUPERSEDED,
    /// The platform could not finish it; it can be redriven.
    DEAD,
    /// It was dead, and another deployment took its place.
    REDRIVEN;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<BuildState> parse(String word) {
        for (BuildState state : values()) {
            if (state.word().equals(word)) {
                return Optional.of(state);
            }
        }
        return Optional.empty();
    }
}
