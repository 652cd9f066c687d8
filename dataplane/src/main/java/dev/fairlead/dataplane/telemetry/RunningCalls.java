package dev.fairlead.dataplane.telemetry;

import java.time.Duration;
import java.util.List;

/// What is in flight right now. An invocation leaves it after the `ExecutionListener` heard of it,
/// so whoever looks at both misses none.
@FunctionalInterface
public interface RunningCalls {
    /// Those that came at least `age` ago, `most` of them.
    List<RunningCall> olderThan(Duration age, int most);
}
