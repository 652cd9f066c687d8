package dev.fairlead.controlplane.control.variables;

import dev.fairlead.model.variables.Origin;
import dev.fairlead.model.variables.VariableName;

import java.util.List;

/// A variable as a service sees it: what it is when all its references are followed, where it comes
/// from, and where it is set besides but hidden. What refers to a secret is a secret.
public record Effective(
        VariableName name, String value, boolean secret, Origin origin, List<Origin> hidden) {
    public Effective {
        hidden = List.copyOf(hidden);
    }

    /// Values may be secrets.
    @Override
    public String toString() {
        return name + " of " + origin.text();
    }
}
