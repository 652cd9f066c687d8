package dev.fairlead.process;

import java.nio.file.Path;
import java.time.Duration;

/// `state` is a directory that processes may share and that keeps what makes starts quick. At most
/// `mostChildren` live at once, over all functions, and half as many of one version; one answers
/// `callsEach` calls and then makes room for a fresh one, or goes when nobody asked for
/// `idleAfter`.
public record ProcessSettings(
        Path state, int mostChildren, int callsEach, Duration idleAfter, boolean startCache) {
    public static ProcessSettings in(Path state) {
        return new ProcessSettings(
                state.toAbsolutePath().normalize(), 32, 1000, Duration.ofMinutes(5), true);
    }

    public ProcessSettings withCallsEach(int calls) {
        return new ProcessSettings(state, mostChildren, calls, idleAfter, startCache);
    }

    public ProcessSettings withMostChildren(int children) {
        return new ProcessSettings(state, children, callsEach, idleAfter, startCache);
    }

    public ProcessSettings withIdleAfter(Duration idle) {
        return new ProcessSettings(state, mostChildren, callsEach, idle, startCache);
    }

    public ProcessSettings withStartCache(boolean used) {
        return new ProcessSettings(state, mostChildren, callsEach, idleAfter, used);
    }
}
