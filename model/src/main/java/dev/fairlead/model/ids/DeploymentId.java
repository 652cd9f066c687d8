package dev.fairlead.model.ids;

import java.time.Clock;
import java.util.UUID;

/// Names one deployment for ever.
public record DeploymentId(UUID value) {
    private static final String PREFIX = "dep";

    public static DeploymentId next(Clock clock) {
        return new DeploymentId(IdText.next(clock));
    }

    /// Reads the form that `toString` writes; anything else is `Rejected`.
    public static DeploymentId parse(String text) {
        return new DeploymentId(IdText.parse(PREFIX, text));
    }

    @Override
    public String toString() {
        return IdText.format(PREFIX, value);
    }
}
