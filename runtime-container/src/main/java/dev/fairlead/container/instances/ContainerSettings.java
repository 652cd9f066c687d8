package dev.fairlead.container.instances;

import java.time.Duration;

/// `installation` marks what is ours on an engine that others use, too. An instance has `start` to
/// answer and `grace` to end, and what is under way at one that gives way has `drain`. `pause` lies
/// between a failed start and the next, and doubles up to `longestPause`. A frozen instance is kept
/// for `frozen`, unless memory becomes short.
public record ContainerSettings(
        String installation,
        Duration start,
        Duration grace,
        Duration pause,
        Duration longestPause,
        Duration drain,
        Duration frozen) {
    public static ContainerSettings of(String installation) {
        return new ContainerSettings(
                installation,
                Duration.ofSeconds(60),
                Duration.ofSeconds(10),
                Duration.ofSeconds(1),
                Duration.ofMinutes(1),
                Duration.ofMinutes(5),
                Duration.ofHours(1));
    }

    /// The same, where an instance has `time` to answer.
    public ContainerSettings starting(Duration time) {
        return new ContainerSettings(installation, time, grace, pause, longestPause, drain, frozen);
    }

    /// The same, where what is under way has `time` to end.
    public ContainerSettings draining(Duration time) {
        return new ContainerSettings(installation, start, grace, pause, longestPause, time, frozen);
    }

    /// The same, where frozen instances are kept for `time`.
    public ContainerSettings freezing(Duration time) {
        return new ContainerSettings(installation, start, grace, pause, longestPause, drain, time);
    }
}
