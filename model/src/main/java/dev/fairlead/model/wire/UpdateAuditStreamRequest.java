package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

/// Changes of a stream; what is left out stays. `paused: false` lets one go on that was paused.
public record UpdateAuditStreamRequest(
        @Nullable String name, @Nullable String address, @Nullable Boolean paused) {}
