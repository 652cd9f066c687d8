package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

/// A variable that a version keeps, and where it came from. The value of a secret is not told.
public record KeptVariableJson(
        String name, String origin, boolean secret, @Nullable String value) {}
