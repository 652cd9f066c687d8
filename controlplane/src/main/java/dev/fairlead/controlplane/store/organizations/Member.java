package dev.fairlead.controlplane.store.organizations;

import dev.fairlead.model.ids.UserId;

import java.time.Instant;

/// A user in an organization, with their role in all of it.
public record Member(UserId user, String email, String name, String role, Instant since) {}
