package dev.fairlead.model.wire;

import java.time.Instant;

/// A project.
public record ProjectResponse(String id, String name, Instant createdAt) {}
