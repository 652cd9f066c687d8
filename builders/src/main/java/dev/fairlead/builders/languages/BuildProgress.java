package dev.fairlead.builders.languages;

import dev.fairlead.model.deployments.BuildPhase;

/// Hears what a build does while it does it.
public interface BuildProgress {
    /// A phase begins; the one before is over.
    void phase(BuildPhase phase);

    /// A line for the build's log.
    void line(String text);
}
