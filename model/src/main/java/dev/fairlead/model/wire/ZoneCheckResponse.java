package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

/// Whether a record could be set in a zone and taken away again, and why not.
public record ZoneCheckResponse(boolean works, @Nullable String error) {}
