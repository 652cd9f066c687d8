package dev.fairlead.controlplane.store.variables;

import dev.fairlead.model.variables.VariableName;

import java.time.Instant;
import java.util.Optional;

/// One variable; `value` is empty for a secret.
public record Variable(VariableName name, Optional<String> value, Instant updatedAt) {
    public boolean secret() {
        return value.isEmpty();
    }
}
