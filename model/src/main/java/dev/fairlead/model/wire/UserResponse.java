package dev.fairlead.model.wire;

import java.time.Instant;

/// A user.
public record UserResponse(
        String id,
        String email,
        String name,
        boolean administrator,
        boolean secondFactor,
        boolean emailVerified,
        boolean disabled,
        Instant createdAt) {}
