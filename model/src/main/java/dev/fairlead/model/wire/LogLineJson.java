package dev.fairlead.model.wire;

import java.time.Instant;

/// A line that a function wrote.
public record LogLineJson(Instant at, String level, String text, String executionId, int version) {}
