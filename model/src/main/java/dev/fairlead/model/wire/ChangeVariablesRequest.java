package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Variables to set and to remove, all or nothing. Unless `release` is false, what is live and sees
/// them is released with them.
public record ChangeVariablesRequest(
        @Nullable List<@Nullable VariableWishJson> set,
        @Nullable List<@Nullable String> remove,
        @Nullable Boolean release) {}
