package dev.fairlead.controlplane.api.routes;

import java.util.Locale;

/// What a route needs its caller to be allowed. There is no public route.
public enum Permission {
    PROJECTS_READ,
    PROJECTS_WRITE,
    FUNCTIONS_READ,
    FUNCTIONS_WRITE,
    FUNCTIONS_EXECUTE,
    EXECUTIONS_READ,
    INSTALLATION_READ;

    /// The form in descriptions and tokens, such as `functions:read`.
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', ':');
    }
}
