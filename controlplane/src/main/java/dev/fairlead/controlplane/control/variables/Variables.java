package dev.fairlead.controlplane.control.variables;

import dev.fairlead.controlplane.store.variables.Variable;
import dev.fairlead.controlplane.store.variables.VariableStore;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ServiceId;
import dev.fairlead.model.variables.VariableName;
import dev.fairlead.model.variables.VariableScope;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The variables of functions that their builds see.
public final class Variables {
    private static final int MOST = 100;
    private static final int LONGEST = 32 << 10;
    private static final VariableScope SCOPE = VariableScope.BUILD;

    private final VariableStore store;
    private final Envelope envelope;

    public Variables(VariableStore store, Envelope envelope) {
        this.store = store;
        this.envelope = envelope;
    }

    public List<Variable> list(OrganizationId organization, ServiceId function) {
        return store.list(organization, function, SCOPE);
    }

    /// Throws `Rejected` for a value that is too long, or a function that has enough.
    public Variable set(
            OrganizationId organization,
            ServiceId function,
            VariableName name,
            String value,
            boolean secret) {
        if (value.length() > LONGEST || value.indexOf('\0') >= 0) {
            throw Rejected.field("/value", "use at most 32768 characters, and no NUL");
        }
        List<Variable> others =
                list(organization, function).stream().filter(v -> !v.name().equals(name)).toList();
        if (others.size() >= MOST) {
            throw Rejected.field("/name", "a function has at most " + MOST + " variables");
        }
        if (secret) {
            byte[] sealed = envelope.seal(bound(function, name), value);
            store.setSealed(organization, function, SCOPE, name, sealed);
        } else {
            store.set(organization, function, SCOPE, name, value);
        }
        return list(organization, function).stream()
                .filter(v -> v.name().equals(name))
                .findFirst()
                .orElseThrow(() -> missing(name));
    }

    public void remove(OrganizationId organization, ServiceId function, VariableName name) {
        if (!store.remove(organization, function, SCOPE, name)) {
            throw missing(name);
        }
    }

    private static Rejected missing(VariableName name) {
        return new Rejected(ErrorCode.VARIABLE_NOT_FOUND, "the function has no variable " + name);
    }

    /// What is no secret, by name.
    public Map<String, String> plain(OrganizationId organization, ServiceId function) {
        var values = new LinkedHashMap<String, String>();
        for (Variable variable : list(organization, function)) {
            variable.value().ifPresent(value -> values.put(variable.name().text(), value));
        }
        return values;
    }

    /// The secrets in plain text, by name: for the build that is about to need them.
    public Map<String, String> secrets(OrganizationId organization, ServiceId function) {
        var values = new LinkedHashMap<String, String>();
        store.sealed(organization, function, SCOPE)
                .forEach((name, sealed) ->
                        values.put(name.text(), envelope.open(bound(function, name), sealed)));
        return values;
    }

    private static String bound(ServiceId function, VariableName name) {
        return function + "/" + SCOPE.word() + "/" + name;
    }
}
