package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

/// A name for traffic and the version it sends it to.
public record AliasResponse(String name, int version, @Nullable Integer previousVersion) {}
