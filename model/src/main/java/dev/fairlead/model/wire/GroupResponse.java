package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/// A group of members.
public record GroupResponse(
        String id, String name, @Nullable String externalId, int members, Instant createdAt) {}
