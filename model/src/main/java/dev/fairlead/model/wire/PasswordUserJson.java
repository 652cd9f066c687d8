package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

/// Somebody who may come with a password, which is never shown; one that is left out stays what it
/// was.
public record PasswordUserJson(@Nullable String name, @Nullable String password) {
    /// Without the password.
    @Override
    public String toString() {
        return "PasswordUserJson[name=" + name + "]";
    }
}
