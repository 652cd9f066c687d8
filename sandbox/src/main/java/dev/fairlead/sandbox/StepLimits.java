package dev.fairlead.sandbox;

import java.time.Duration;

/// What one step may take: `time` from start to end, `memoryBytes` of all its processes together,
/// `cpus` as a share of one (0.5 is half a processor), `diskBytes` written to its working
/// directory, `outputBytes` kept of what it prints. A step in the `background` gives way to
/// whatever else the machine has to do.
public record StepLimits(
        Duration time,
        long memoryBytes,
        double cpus,
        int processes,
        long diskBytes,
        int outputBytes,
        boolean background) {
    public static final StepLimits BUILD =
            new StepLimits(Duration.ofMinutes(2), 2L << 30, 2, 512, 1L << 30, 1 << 20, true);

    public StepLimits within(Duration limit) {
        return new StepLimits(
                limit, memoryBytes, cpus, processes, diskBytes, outputBytes, background);
    }
}
