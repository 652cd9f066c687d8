package dev.fairlead.server.variables;

import dev.fairlead.controlplane.api.routes.Route;
import dev.fairlead.controlplane.api.variables.BuildVariableRoutes;
import dev.fairlead.controlplane.api.variables.DefinitionRoutes;
import dev.fairlead.controlplane.api.variables.VariableRoutes;
import dev.fairlead.controlplane.control.builds.BuildRun;
import dev.fairlead.controlplane.control.builds.BuildWatch;
import dev.fairlead.controlplane.control.builds.Toolchain;
import dev.fairlead.controlplane.control.changes.VariableReleases;
import dev.fairlead.controlplane.control.deployments.Deployments;
import dev.fairlead.controlplane.control.routes.PublishedRoutes;
import dev.fairlead.controlplane.control.signing.SigningSecrets;
import dev.fairlead.controlplane.control.variables.Configurations;
import dev.fairlead.controlplane.control.variables.Definitions;
import dev.fairlead.controlplane.control.variables.Envelope;
import dev.fairlead.controlplane.control.variables.ServiceVariables;
import dev.fairlead.controlplane.control.variables.Variables;
import dev.fairlead.controlplane.store.Database;
import dev.fairlead.controlplane.store.projects.ProjectStore;
import dev.fairlead.controlplane.store.sealing.SealedStore;
import dev.fairlead.controlplane.store.services.ServiceStore;
import dev.fairlead.controlplane.store.signing.SigningSecretStore;
import dev.fairlead.controlplane.store.variables.DefinitionStore;
import dev.fairlead.controlplane.store.variables.VariableStore;
import dev.fairlead.server.releases.Releases;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Builds what sets variables and what versions keep of them.
public final class Configuring {
    private final Parts parts;
    private final SigningSecrets signing;
    private final SealedStore sealed;
    private final Definitions definitions;
    private final Variables variables;
    private final ServiceVariables seen;
    private final Configurations configurations;

    /// What it is made of that others have, too.
    public record Parts(
            Database database,
            ProjectStore projects,
            ServiceStore services,
            Envelope envelope,
            String url) {}

    public Configuring(Parts parts, Clock clock) {
        this.parts = parts;
        this.signing =
                new SigningSecrets(
                        new SigningSecretStore(parts.database(), clock), parts.envelope(), clock);
        this.sealed = new SealedStore(parts.database());
        var store = new VariableStore(parts.database(), clock);
        var definitionStore = new DefinitionStore(parts.database(), clock);
        this.definitions = new Definitions(definitionStore);
        this.variables = new Variables(store, definitionStore, parts.envelope(), clock);
        this.seen = new ServiceVariables(store, definitionStore, variables, parts.url());
        this.configurations = new Configurations(seen, parts.envelope());
    }

    public SigningSecrets signing() {
        return signing;
    }

    /// Of the master keys that something in the database is sealed under.
    public Set<String> keyIds() {
        return sealed.counts().keySet();
    }

    public Configurations configurations() {
        return configurations;
    }

    public BuildRun builds(Toolchain toolchain, BuildWatch watch) {
        return new BuildRun(toolchain, parts.services(), configurations, watch);
    }

    public List<Route> routes(Releases releases, Deployments deployments, PublishedRoutes routes) {
        var changes =
                new VariableReleases(
                        releases.storesOfChanges(), seen, configurations, deployments, routes);
        var all = new ArrayList<Route>();
        all.addAll(new BuildVariableRoutes(releases.services(), variables).routes());
        all.addAll(
                new VariableRoutes(
                                parts.projects(),
                                releases.environments(),
                                releases.services(),
                                variables,
                                seen,
                                changes)
                        .routes());
        all.addAll(
                new DefinitionRoutes(
                                parts.projects(),
                                releases.environments(),
                                releases.services(),
                                definitions)
                        .routes());
        return all;
    }
}
