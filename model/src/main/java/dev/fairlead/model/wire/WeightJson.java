package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;

/// A version and the percentage of an alias's requests that it gets.
public record WeightJson(@Nullable Integer version, @Nullable BigDecimal weight) {}
