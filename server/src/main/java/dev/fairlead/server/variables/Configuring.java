package dev.fairlead.server.variables;

import dev.fairlead.builders.apps.ImageSupply;
import dev.fairlead.controlplane.api.installation.SealingRoutes;
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
import dev.fairlead.controlplane.control.sealing.Reencryption;
import dev.fairlead.controlplane.control.signing.SigningSecrets;
import dev.fairlead.controlplane.control.variables.Configurations;
import dev.fairlead.controlplane.control.variables.Definitions;
import dev.fairlead.controlplane.control.variables.Envelope;
import dev.fairlead.controlplane.control.variables.ServiceVariables;
import dev.fairlead.controlplane.control.variables.Variables;
import dev.fairlead.controlplane.jobs.Jobs;
import dev.fairlead.controlplane.store.Database;
import dev.fairlead.controlplane.store.projects.ProjectStore;
import dev.fairlead.controlplane.store.sealing.ReencryptionStore;
import dev.fairlead.controlplane.store.sealing.SealedStore;
import dev.fairlead.controlplane.store.services.ServiceStore;
import dev.fairlead.controlplane.store.signing.SigningSecretStore;
import dev.fairlead.controlplane.store.variables.DefinitionStore;
import dev.fairlead.controlplane.store.variables.VariableStore;
import dev.fairlead.server.apps.ImageRegistries;
import dev.fairlead.server.releases.Releases;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Builds what sets variables, what versions keep of them, and credentials of registries.
public final class Configuring {
    private static final Duration AGAIN = Duration.ofSeconds(30);

    private final Parts parts;
    private volatile @Nullable VariableReleases changes;
    private final SigningSecrets signing;
    private final SealedStore sealed;
    private final Reencryption reencryption;
    private final VariableStore store;
    private final Clock clock;
    private final Definitions definitions;
    private final Variables variables;
    private final ServiceVariables seen;
    private final Configurations configurations;
    private final ImageRegistries registries;

    /// What it is made of that others have, too.
    public record Parts(
            Database database,
            ProjectStore projects,
            ServiceStore services,
            Envelope envelope,
            ImageSupply images,
            String url) {}

    public Configuring(Parts parts, Clock clock) {
        this.parts = parts;
        this.signing =
                new SigningSecrets(
                        new SigningSecretStore(parts.database(), clock), parts.envelope(), clock);
        this.sealed = new SealedStore(parts.database());
        this.reencryption =
                new Reencryption(
                        sealed, new ReencryptionStore(parts.database(), clock), parts.envelope());
        this.clock = clock;
        this.store = new VariableStore(parts.database(), clock);
        var definitionStore = new DefinitionStore(parts.database(), clock);
        this.definitions = new Definitions(definitionStore);
        this.variables = new Variables(store, definitionStore, parts.envelope(), clock);
        this.seen = new ServiceVariables(store, definitionStore, variables, parts.url());
        this.configurations = new Configurations(seen, parts.envelope());
        this.registries =
                new ImageRegistries(parts.database(), parts.envelope(), parts.images(), clock);
    }

    public SigningSecrets signing() {
        return signing;
    }

    /// Of the master keys that something in the database is sealed under.
    public Set<String> keyIds() {
        return sealed.counts().keySet();
    }

    /// Images, taken with the credentials that each organization has.
    public ImageSupply images() {
        return registries.supply();
    }

    public Configurations configurations() {
        return configurations;
    }

    public BuildRun builds(Toolchain toolchain, BuildWatch watch) {
        return new BuildRun(toolchain, parts.services(), configurations, watch);
    }

    /// Goes on at once with what the process before was in the middle of.
    public void start() {
        reencryption.begin();
    }

    /// What goes on by itself: values of before that have had their time, and sealing anew.
    public List<Jobs.Recurring> recurring() {
        return List.of(
                new Jobs.Recurring("reencrypt", AGAIN, reencryption::resume),
                new Jobs.Recurring("end-overlaps", AGAIN, this::endOverlaps));
    }

    private void endOverlaps() {
        var author = new VariableReleases.Author("system", _ -> true);
        VariableReleases releases = changes;
        if (releases != null) {
            // Forgotten last: what a crash cuts off is released again by the next run.
            Instant now = clock.instant();
            store.overlapsEnded(now).forEach(place -> releases.release(place, author));
            store.forgetPrevious(now);
        }
    }

    public List<Route> routes(Releases releases, Deployments deployments, PublishedRoutes routes) {
        var released =
                new VariableReleases(
                        releases.storesOfChanges(), seen, configurations, deployments, routes);
        this.changes = released;
        var all = new ArrayList<>(new SealingRoutes(reencryption).routes());
        all.addAll(registries.routes());
        all.addAll(new BuildVariableRoutes(releases.services(), variables).routes());
        all.addAll(
                new VariableRoutes(
                                parts.projects(),
                                releases.environments(),
                                releases.services(),
                                variables,
                                seen,
                                released)
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
