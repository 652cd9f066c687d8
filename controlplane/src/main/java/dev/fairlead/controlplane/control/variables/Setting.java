package dev.fairlead.controlplane.control.variables;

import dev.fairlead.controlplane.store.variables.VariablePlace;
import dev.fairlead.model.names.EnvironmentName;
import dev.fairlead.model.variables.Origin;
import dev.fairlead.model.variables.Seen;
import dev.fairlead.model.variables.VariableName;
import dev.fairlead.model.variables.VariableScope;

import java.util.Optional;

/// A variable as it is set somewhere, in plain text. `environment` is the one that it is set in.
record Setting(
        VariableName name,
        VariableScope scope,
        Optional<EnvironmentName> environment,
        Seen seen,
        boolean secret,
        String text) {
    /// Where it is set, for people.
    Origin origin() {
        return new Origin(scope, environment);
    }

    static Setting given(VariableName name, VariableScope scope, boolean secret, String text) {
        return new Setting(name, scope, Optional.empty(), Seen.BOTH, secret, text);
    }

    /// Values may be secrets.
    @Override
    public String toString() {
        return name + " of " + scope.word();
    }

    /// What a secret's text is sealed as. Its middle is from when builds alone saw variables.
    static String bound(VariablePlace place, VariableName name) {
        return place.text() + "/build/" + name;
    }
}
