package dev.fairlead.dataplane.rules;

import dev.fairlead.dataplane.router.RoutedAlias;
import dev.fairlead.model.ids.ServiceId;
import dev.fairlead.model.names.AliasName;
import dev.fairlead.model.names.EnvironmentName;

/// A service, and which alias of which environment of it answers.
public record Lead(ServiceId service, EnvironmentName environment, AliasName alias) {
    /// As it stands in an address of the service.
    public String label() {
        return RoutedAlias.label(environment, alias);
    }
}
