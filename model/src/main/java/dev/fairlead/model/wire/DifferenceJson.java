package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

/// Something that two versions do not have alike; `from` or `to` is left out where one has none.
public record DifferenceJson(String what, @Nullable String from, @Nullable String to) {}
