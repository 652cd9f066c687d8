package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/// A variable where it is set, with its references as they were written. The value of a secret is
/// not told. Until `previousUntil` the value before is given, too.
public record ScopedVariableResponse(
        String name,
        String scope,
        @Nullable String environment,
        String seen,
        boolean secret,
        @Nullable String value,
        @Nullable Instant previousUntil,
        long revision,
        Instant updatedAt) {}
