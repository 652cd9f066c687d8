package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

/// Whether a registry takes the credentials, and why not.
public record RegistryCheckResponse(boolean works, @Nullable String error) {}
