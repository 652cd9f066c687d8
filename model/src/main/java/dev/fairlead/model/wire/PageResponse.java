package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// A page of a list, newest first unless said otherwise. `nextCursor` is absent on the last one.
public record PageResponse<T>(List<T> items, @Nullable String nextCursor) {}
