package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/// Headers to set and to take out.
public record HeaderChangesJson(@Nullable Map<String, String> set, @Nullable List<String> remove) {}
