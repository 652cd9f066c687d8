package dev.fairlead.controlplane.store.variables;

import dev.fairlead.model.names.EnvironmentName;
import dev.fairlead.model.variables.Seen;
import dev.fairlead.model.variables.VariableName;

import java.time.Instant;
import java.util.Optional;

/// One variable where it is set. A secret has no `value` but is `sealed`, in Base64.
public record Variable(
        VariablePlace place,
        Optional<EnvironmentName> environment,
        VariableName name,
        Seen seen,
        Optional<String> value,
        Optional<String> sealed,
        Optional<Previous> previous,
        long revision,
        Instant updatedAt) {

    /// What it was before it was rotated, and until when that is given, too.
    public record Previous(Optional<String> value, Optional<String> sealed, Instant until) {
        /// Values may be secrets.
        @Override
        public String toString() {
            return "until " + until;
        }
    }

    public boolean secret() {
        return sealed.isPresent();
    }

    /// Values may be secrets.
    @Override
    public String toString() {
        return name + " of " + place.text();
    }
}
