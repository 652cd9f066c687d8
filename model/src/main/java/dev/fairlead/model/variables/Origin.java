package dev.fairlead.model.variables;

import dev.fairlead.model.names.EnvironmentName;

import java.util.Optional;

/// Where a value comes from: a scope, and the environment where it is set in one.
public record Origin(VariableScope scope, Optional<EnvironmentName> environment) {
    /// Such as `project`, `environment staging` or `service in staging`.
    public String text() {
        return switch (scope) {
            case ENVIRONMENT -> "environment " + named();
            case PLACE -> "service in " + named();
            case DEFAULT, INSTALLATION, ORGANIZATION, PROJECT, SERVICE, DEPLOYMENT -> scope.word();
        };
    }

    private String named() {
        return environment.map(EnvironmentName::text).orElse("");
    }
}
