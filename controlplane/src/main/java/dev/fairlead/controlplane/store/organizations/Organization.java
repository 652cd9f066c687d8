package dev.fairlead.controlplane.store.organizations;

import dev.fairlead.model.ids.OrganizationId;

import java.time.Instant;

/// A tenant.
public record Organization(OrganizationId id, String name, Instant createdAt) {}
