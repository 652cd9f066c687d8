package dev.fairlead.controlplane.store.sessions;

import dev.fairlead.model.ids.SessionId;

import java.time.Instant;

/// A place where a user is signed in, as they see it in their list of devices.
public record Session(
        SessionId id,
        String kind,
        String address,
        String agent,
        Instant createdAt,
        Instant seenAt,
        Instant expiresAt) {}
