package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// A variable as it is seen: its value with references followed, the scope it comes from, and the
/// scopes where it is set besides but hidden. The value of a secret is not told.
public record EffectiveVariableJson(
        String name, boolean secret, @Nullable String value, String origin, List<String> hides) {}
