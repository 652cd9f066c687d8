package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/// One phase of a deployment. `endedAt` is absent while it runs.
public record PhaseJson(String name, Instant startedAt, @Nullable Instant endedAt) {}
