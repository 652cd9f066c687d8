package dev.fairlead.model.apps;

import dev.fairlead.model.errors.InvalidValue;

import java.time.Duration;

/// How many instances each version of an app has that requests are sent to. Within `min` and `max`
/// they follow the demand: so many that `targetPercent` of what they may do at once is done. Fewer
/// are kept once fewer were enough for `scaleDownDelay`; none, where `min` is 0, once nobody came
/// for `idle`.
public record Scale(int min, int max, int targetPercent, Duration idle, Duration scaleDownDelay) {
    public static final Scale USUAL =
            new Scale(1, 10, 70, Duration.ofMinutes(5), Duration.ofMinutes(1));

    private static final int MOST = 100;

    public Scale {
        within("min", min, 0, MOST);
        within("max", max, 1, MOST);
        within("targetPercent", targetPercent, 1, 100);
        within("idleMs", idle.toMillis(), 1000, 86_400_000);
        within("scaleDownDelayMs", scaleDownDelay.toMillis(), 0, 3_600_000);
        if (max < min) {
            throw new InvalidValue("max", "use at least min, which is " + min);
        }
    }

    private static void within(String what, long value, long least, long most) {
        if (value < least || value > most) {
            throw new InvalidValue(what, "use a value from " + least + " to " + most);
        }
    }

    /// The nearest number of instances that there may be.
    public int within(int instances) {
        return Math.clamp(instances, min, max);
    }
}
