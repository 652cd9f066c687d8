package dev.fairlead.controlplane.control.deployments;

import dev.fairlead.controlplane.store.environments.Environment;
import dev.fairlead.controlplane.store.services.ServiceStore;
import dev.fairlead.controlplane.store.versions.VersionStore;
import dev.fairlead.model.names.AliasName;

import java.util.Optional;

/// Fills a new environment with what is live in another: each service's live version is promoted.
public final class CloneEnvironment {
    private static final AliasName LIVE = new AliasName("live");

    private final ServiceStore services;
    private final VersionStore versions;
    private final Deployments deployments;

    public CloneEnvironment(ServiceStore services, VersionStore versions, Deployments deployments) {
        this.services = services;
        this.versions = versions;
        this.deployments = deployments;
    }

    /// Returns once all is written down; it becomes live as the deployments go on.
    public void run(Environment from, Environment to, String author) {
        var wish = new Deployments.Wish(to, Optional.empty(), author);
        services.forEach(
                from.organization(),
                from.project(),
                service ->
                        versions.alias(service.organization(), service.id(), from.id(), LIVE)
                                .ifPresent(live ->
                                        deployments.promoteUnchecked(
                                                service, live.version(), wish)));
    }
}
