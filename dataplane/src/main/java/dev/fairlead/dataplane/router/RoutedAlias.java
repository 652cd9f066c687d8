package dev.fairlead.dataplane.router;

import dev.fairlead.model.names.AliasName;
import dev.fairlead.model.names.EnvironmentName;
import dev.fairlead.model.traffic.Traffic;

/// An alias of an environment: how it spreads requests. `revision` grows with every change of it.
public record RoutedAlias(
        EnvironmentName environment, AliasName name, long revision, Traffic traffic) {
    public static final AliasName LIVE = new AliasName("live");

    /// All requests of production to one version.
    public static RoutedAlias live(int version) {
        return new RoutedAlias(EnvironmentName.PRODUCTION, LIVE, 1, Traffic.to(version));
    }

    /// What stands before `--` in its address, such as `canary`, `staging` or `canary--staging`;
    /// `live` for what needs nothing there.
    public String label() {
        return label(environment, name);
    }

    /// The label of an alias of an environment.
    public static String label(EnvironmentName environment, AliasName name) {
        if (environment.equals(EnvironmentName.PRODUCTION)) {
            return name.text();
        }
        return name.equals(LIVE) ? environment.text() : name + "--" + environment;
    }
}
