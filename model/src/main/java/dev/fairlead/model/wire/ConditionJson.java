package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

/// Requests that go to a version whatever the weights say: whose `header`, `query` parameter or
/// `cookie` (as `in` says) of that name has that value, or is there at all.
public record ConditionJson(
        @Nullable String in,
        @Nullable String name,
        @Nullable String value,
        @Nullable Integer version) {}
