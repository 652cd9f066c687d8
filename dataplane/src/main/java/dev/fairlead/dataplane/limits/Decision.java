package dev.fairlead.dataplane.limits;

import java.time.Duration;

/// Whether somebody may ask now.
public sealed interface Decision {
    /// Yes; `remaining` more at once, and all of `burst` again after `reset`.
    record Allowed(long remaining, Duration reset) implements Decision {}

    /// No, and not before `retryAfter`.
    record Limited(Duration retryAfter) implements Decision {}
}
