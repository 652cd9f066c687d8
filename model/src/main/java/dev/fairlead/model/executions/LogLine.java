package dev.fairlead.model.executions;

import java.time.Instant;

/// One line that a guest wrote. `level` is `debug`, `info`, `warn` or `error`.
public record LogLine(Instant at, String level, String text) {}
