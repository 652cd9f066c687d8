package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

/// What an organization is to be called.
public record OrganizationRequest(@Nullable String name) {}
