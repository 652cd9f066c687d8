package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/// How many secrets are sealed under each master key. `remaining` are those under other keys than
/// the `current` one; once there are none, the others can go.
public record SealingResponse(
        String current,
        List<UnderKey> keys,
        long remaining,
        @Nullable Instant requestedAt,
        @Nullable Instant finishedAt) {

    /// A master key, by a part of its SHA-256, and how many values are sealed under it.
    public record UnderKey(String id, long values) {}
}
