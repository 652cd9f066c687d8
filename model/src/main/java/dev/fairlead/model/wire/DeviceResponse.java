package dev.fairlead.model.wire;

import java.time.Instant;

/// A place where the user is signed in.
public record DeviceResponse(
        String id,
        String kind,
        String address,
        String agent,
        Instant createdAt,
        Instant seenAt,
        Instant expiresAt,
        boolean current) {}
