package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Whether answers are kept and given again; for how many seconds those are good that do not say so
/// (0: not kept); which parameters of a query make no other answer, `utm_*` meaning all that begin
/// so. What is left out keeps its value.
public record CacheJson(
        @Nullable Boolean enabled,
        @Nullable Long defaultSeconds,
        @Nullable List<String> ignoredParameters) {}
