package dev.fairlead.model.deployments;

import java.util.Locale;

/// What a build is doing, in this order; a language may leave phases out.
public enum BuildPhase {
    /// Waits for a place.
    QUEUED,
    /// Brings the source to where it is built.
    FETCHING,
    /// Finds the handler and what is forbidden.
    ANALYSING,
    /// Brings what the source depends on; the one phase that may reach a network.
    INSTALLING,
    COMPILING,
    PACKAGING,
    /// Puts the artifact where versions find it.
    STORING;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static BuildPhase parse(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
