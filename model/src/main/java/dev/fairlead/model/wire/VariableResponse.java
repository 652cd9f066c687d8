package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/// A variable. The value of a secret is never told.
public record VariableResponse(
        String name, String scope, boolean secret, @Nullable String value, Instant updatedAt) {}
