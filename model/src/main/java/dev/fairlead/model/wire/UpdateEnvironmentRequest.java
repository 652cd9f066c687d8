package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

/// An environment's settings; what is left out stays. An empty `parent` is none.
public record UpdateEnvironmentRequest(
        @Nullable String parent,
        @Nullable ProtectionJson protection,
        @Nullable RetentionJson retention) {}
