package dev.fairlead.model.wire;

import java.time.Instant;

/// An organization.
public record OrganizationResponse(String id, String name, Instant createdAt) {}
