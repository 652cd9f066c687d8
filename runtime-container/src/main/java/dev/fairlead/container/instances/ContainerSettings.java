package dev.fairlead.container.instances;

import dev.fairlead.container.networks.Subnets;

import java.nio.file.Path;
import java.time.Duration;

/// `installation` marks what is ours on an engine that others use, too; what containers are given
/// to read lies in `files`, they run by the OCI runtime `runtime` (empty for the engine's
/// standard), and their networks have addresses of `subnets`, as in `10.213.0.0/16`. An instance
/// has `start` to answer and `grace` to end, and what is under way at one that gives way has
/// `drain`. `pause` lies between a failed start and the next, and doubles up to `longestPause`. A
/// frozen instance is kept for `frozen`, unless memory becomes short.
public record ContainerSettings(
        String installation,
        Path files,
        String runtime,
        String subnets,
        Duration start,
        Duration grace,
        Duration pause,
        Duration longestPause,
        Duration drain,
        Duration frozen) {
    /// Room for 1024 networks, seldom used by others.
    public static final String USUAL_SUBNETS = "10.213.0.0/16";

    public static ContainerSettings of(String installation, Path files) {
        return new ContainerSettings(
                installation,
                files,
                "",
                USUAL_SUBNETS,
                Duration.ofSeconds(60),
                Duration.ofSeconds(10),
                Duration.ofSeconds(1),
                Duration.ofMinutes(1),
                Duration.ofMinutes(5),
                Duration.ofHours(1));
    }

    /// The same, with networks among these addresses.
    public ContainerSettings within(String addresses) {
        return with(runtime, addresses, start, drain, frozen);
    }

    /// The same, by another OCI runtime.
    public ContainerSettings by(String other) {
        return with(other, subnets, start, drain, frozen);
    }

    /// As it is; throws `InvalidValue` where it is no range that can be divided.
    public static String checkedSubnets(String range) {
        Subnets.of(range);
        return range;
    }

    /// The same, where an instance has `time` to answer.
    public ContainerSettings starting(Duration time) {
        return with(runtime, subnets, time, drain, frozen);
    }

    /// The same, where what is under way has `time` to end.
    public ContainerSettings draining(Duration time) {
        return with(runtime, subnets, start, time, frozen);
    }

    /// The same, where frozen instances are kept for `time`.
    public ContainerSettings freezing(Duration time) {
        return with(runtime, subnets, start, drain, time);
    }

    private ContainerSettings with(
            String oci, String addresses, Duration starting, Duration draining, Duration freezing) {
        return new ContainerSettings(
                installation,
                files,
                oci,
                addresses,
                starting,
                grace,
                pause,
                longestPause,
                draining,
                freezing);
    }
}
