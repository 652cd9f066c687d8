package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

/// A variable's value; a secret is sealed, and its value never told again.
public record SetVariableRequest(@Nullable String value, @Nullable Boolean secret) {
    /// Values may be secrets.
    @Override
    public String toString() {
        return "SetVariableRequest";
    }
}
