package dev.fairlead.controlplane.store.variables;

import dev.fairlead.model.variables.VariableName;
import dev.fairlead.model.variables.VariableType;

import java.util.List;
import java.util.Optional;

/// What the services of a project expect of a variable.
public record Definition(
        VariableName name,
        VariableType type,
        List<String> allowed,
        Optional<String> pattern,
        boolean required,
        Optional<String> standard,
        boolean secret,
        String description) {
    public Definition {
        allowed = List.copyOf(allowed);
    }
}
