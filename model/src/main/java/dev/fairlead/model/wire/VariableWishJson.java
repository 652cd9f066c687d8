package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

/// What a variable is to be. What is left out stays as it is; a new variable is plain and seen by
/// what runs (`run`, `build` or `both`). With `revision` it is refused where somebody else was
/// faster; 0 is for one that is not there yet.
public record VariableWishJson(
        @Nullable String name,
        @Nullable String value,
        @Nullable Boolean secret,
        @Nullable String seen,
        @Nullable Long revision) {
    /// Values may be secrets.
    @Override
    public String toString() {
        return "VariableWishJson";
    }
}
