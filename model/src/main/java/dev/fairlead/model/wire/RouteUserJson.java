package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

/// Somebody who may come with a password.
public record RouteUserJson(@Nullable String name, @Nullable String password) {
    @Override
    public String toString() {
        return "RouteUserJson[name=" + name + "]";
    }
}
