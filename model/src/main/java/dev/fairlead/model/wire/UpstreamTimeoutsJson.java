package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

/// How long connecting, the first byte of an answer, and silence may last.
public record UpstreamTimeoutsJson(
        @Nullable Long connectMs, @Nullable Long firstByteMs, @Nullable Long idleMs) {}
