package dev.fairlead.model.wire;

import java.time.Instant;

/// A registry of images that an organization has credentials for, without the password.
public record RegistryResponse(String host, String user, Instant updatedAt) {}
