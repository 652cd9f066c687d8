package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

/// A new environment of a project. With `cloneOf` it begins with the settings of another, and with
/// what is live there.
public record CreateEnvironmentRequest(
        @Nullable String project,
        @Nullable String name,
        @Nullable String parent,
        @Nullable String cloneOf,
        @Nullable ProtectionJson protection,
        @Nullable RetentionJson retention) {}
