package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

/// Another value; for `overlapSeconds` the one before is given, too, as `NAME_PREVIOUS`.
public record RotateVariableRequest(
        @Nullable String value, @Nullable Long overlapSeconds, @Nullable Boolean release) {
    /// Values may be secrets.
    @Override
    public String toString() {
        return "RotateVariableRequest";
    }
}
