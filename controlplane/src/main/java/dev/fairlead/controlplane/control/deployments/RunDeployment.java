package dev.fairlead.controlplane.control.deployments;

import dev.fairlead.controlplane.control.builds.BuildRun;
import dev.fairlead.controlplane.control.builds.BuildWatch;
import dev.fairlead.controlplane.control.builds.RunningBuilds;
import dev.fairlead.controlplane.control.routes.DataPlane;
import dev.fairlead.controlplane.control.routes.PublishedRoutes;
import dev.fairlead.controlplane.store.deployments.Deployment;
import dev.fairlead.controlplane.store.deployments.DeploymentStore;
import dev.fairlead.controlplane.store.services.ServiceRecord;
import dev.fairlead.controlplane.store.services.ServiceStore;
import dev.fairlead.controlplane.store.versions.Configuration;
import dev.fairlead.controlplane.store.versions.ReleaseStore;
import dev.fairlead.controlplane.store.versions.VersionStore;
import dev.fairlead.dataplane.versions.AppSpec;
import dev.fairlead.dataplane.versions.GuestSpec;
import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.deployments.DeploymentState;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.functions.Abi;
import dev.fairlead.model.functions.ContentHash;
import dev.fairlead.model.functions.Language;
import dev.fairlead.model.ids.DeploymentId;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Walks a deployment from where it stands to its end. Every phase may be done twice: after a crash
/// the next run goes on with the phase that was under way.
public final class RunDeployment {
    private static final Logger LOG = LoggerFactory.getLogger(RunDeployment.class);

    /// More than a database that comes and goes costs; fewer than a build that ends its process
    /// may.
    private static final int MOST_ATTEMPTS = 20;

    private final DeploymentStore deployments;
    private final ServiceStore services;
    private final VersionStore versions;
    private final ReleaseStore releases;
    private final Gate gate;
    private final BuildRun builds;
    private final DataPlane dataPlane;
    private final PublishedRoutes routes;
    private final BuildWatch watch;
    private final Function<ContentHash, Path> artifacts;

    public RunDeployment(
            DeploymentStore deployments,
            ServiceStore services,
            VersionStore versions,
            ReleaseStore releases,
            Gate gate,
            BuildRun builds,
            DataPlane dataPlane,
            PublishedRoutes routes,
            BuildWatch watch,
            Function<ContentHash, Path> artifacts) {
        this.deployments = deployments;
        this.services = services;
        this.versions = versions;
        this.releases = releases;
        this.gate = gate;
        this.builds = builds;
        this.dataPlane = dataPlane;
        this.routes = routes;
        this.watch = watch;
        this.artifacts = artifacts;
    }

    /// Returns when the deployment has ended or is gone. What it throws is trouble that may pass:
    /// the caller runs it again, or gives up with `giveUp`.
    public void run(DeploymentId id) {
        int attempts = deployments.begun(id);
        if (attempts > MOST_ATTEMPTS) {
            giveUp(id, new IllegalStateException("its job was begun too often and never ended"));
        }
        Optional<Deployment> found = deployments.find(id);
        if (attempts > 1) {
            found = found.flatMap(this::unlessNewerWaits);
        }
        while (found.isPresent() && !rests(found.get())) {
            Deployment at = found.get();
            try {
                found = step(at);
            } catch (BuildFailed e) {
                found = fail(at, e.code(), e.detail(), e);
            } catch (RunningBuilds.Stopped e) {
                found = deployments.find(id).filter(now -> now.state().ended());
            }
        }
        if (found.isEmpty() || found.get().state().ended()) {
            watch.ended(id);
        }
        found.filter(at -> at.state().ended() && at.state() != DeploymentState.ACTIVE)
                .ifPresent(at ->
                        at.product()
                                .ifPresent(product ->
                                        dataPlane.forget(at.service(), product.artifact())));
    }

    /// Whether somebody or something else has to take it further: people, or a rollout.
    private boolean rests(Deployment at) {
        return at.state().ended()
                || at.state() == DeploymentState.ROLLING_OUT
                || (at.state() == DeploymentState.WAITING && gate.closed(at));
    }

    /// A second try is not worth it when a newer source waits for this one to end.
    private Optional<Deployment> unlessNewerWaits(Deployment at) {
        boolean early =
                at.state() == DeploymentState.PENDING || at.state() == DeploymentState.BUILDING;
        boolean newer =
                deployments
                        .newestGood(at.organization(), at.service(), at.environment())
                        .filter(newest -> newest.id().value().compareTo(at.id().value()) > 0)
                        .isPresent();
        return early && newer
                ? deployments.advance(at, DeploymentState.SUPERSEDED)
                : Optional.of(at);
    }

    private Optional<Deployment> step(Deployment at) {
        if (overtaken(at)) {
            return deployments.advance(at, DeploymentState.SUPERSEDED);
        }
        return switch (at.state()) {
            case PENDING -> deployments.advance(at, DeploymentState.BUILDING);
            case BUILDING -> build(at);
            case PREPARING -> prepare(at);
            case CHECKING -> check(at);
            case WAITING -> deployments.advance(at, DeploymentState.SWITCHING);
            case SWITCHING -> goLive(at);
            case ROLLING_OUT, ACTIVE, SUPERSEDED, FAILED, CANCELLED -> Optional.of(at);
        };
    }

    /// A newer deployment of the same function is under way or live: this one need not be finished.
    private boolean overtaken(Deployment at) {
        return deployments
                .newestGood(at.organization(), at.service(), at.environment())
                .filter(newest -> newest.id().value().compareTo(at.id().value()) > 0)
                .filter(newest -> newest.state() == DeploymentState.ACTIVE)
                .isPresent();
    }

    private Optional<Deployment> build(Deployment at) {
        String source = at.source().orElseThrow().hex().substring(0, 12);
        String what =
                at.language()
                        .map(Language::word)
                        .or(() ->
                                services.find(at.organization(), at.service())
                                        .map(s -> s.kind().word()))
                        .orElse("");
        watch.line(at, "building " + what + " " + source);
        if (at.language().isPresent() && at.language().get() != Language.JAVASCRIPT) {
            dataPlane.expectModule();
        }
        Deployment.Product product = builds.build(at);
        watch.line(at, "built " + product.artifact().hex().substring(0, 12));
        return deployments.built(
                at, DeploymentState.PREPARING, product, size(artifacts.apply(product.artifact())));
    }

    private static long size(Path artifact) {
        try {
            return Files.size(artifact);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<Deployment> prepare(Deployment at) {
        Optional<ServiceRecord> function = services.find(at.organization(), at.service());
        if (function.isEmpty()) {
            return Optional.empty();
        }
        int number = versions.nextNumber(at.organization(), at.service());
        Configuration configuration = builds.configuration(function.get(), at);
        watch.line(at, "preparing version " + number);
        at.product()
                .filter(product -> product.abi() != Abi.SITE)
                .ifPresent(product -> {
                    var guest =
                            new GuestSpec(
                                    at.service(),
                                    number,
                                    product.abi(),
                                    artifacts.apply(product.artifact()),
                                    product.artifact(),
                                    configuration.limits(),
                                    builds.environment(configuration, at));
                    prepare(function.get(), at, guest);
                });
        return deployments.advance(at, DeploymentState.CHECKING);
    }

    private void prepare(ServiceRecord service, Deployment at, GuestSpec guest) {
        if (guest.abi().inContainers()) {
            dataPlane.prepare(
                    new AppSpec(
                            guest,
                            at.organization(),
                            service.project(),
                            at.environmentName(),
                            service.name()),
                    service.settings().scale());
        } else {
            dataPlane.prepare(guest);
        }
    }

    private Optional<Deployment> check(Deployment at) {
        at.product().ifPresent(product -> builds.verify(product.artifact()));
        boolean closed = gate.closed(at);
        if (closed) {
            watch.line(at, "ready; " + gate.reason(at));
        }
        return deployments.advance(
                at, closed ? DeploymentState.WAITING : DeploymentState.SWITCHING);
    }

    private Optional<Deployment> goLive(Deployment at) {
        Optional<ServiceRecord> service = services.find(at.organization(), at.service());
        if (service.isEmpty()) {
            return Optional.empty();
        }
        switch (releases.goLive(at, builds.configuration(service.get(), at))) {
            case ReleaseStore.Switch.Done(int version) -> {
                routes.release(at.service());
                releases.finish(at, version);
                watch.line(at, "version " + version + " is live");
            }
            case ReleaseStore.Switch.RollingOut(int version) -> {
                routes.release(at.service());
                watch.line(at, "version " + version + " is being rolled out");
                return deployments.advance(at, DeploymentState.ROLLING_OUT);
            }
            case ReleaseStore.Switch.Overtaken _ -> watch.line(at, "a newer deployment is live");
            case ReleaseStore.Switch.Gone _ ->
                    watch.line(at, "the service changed in the meantime");
        }
        return deployments.find(at.id());
    }

    private Optional<Deployment> fail(
            Deployment at, ErrorCode code, String detail, BuildFailed why) {
        watch.line(at, "failed: " + detail);
        why.diagnostics()
                .forEach(d ->
                        watch.line(
                                at,
                                d.file() + ":" + d.line() + ":" + d.column() + " " + d.message()));
        return deployments.fail(at, new Deployment.Failure(code.code(), detail, why.diagnostics()));
    }

    /// Trouble did not pass: the deployment fails and what was live stays so. One whose version is
    /// live already does not fail any more: it is taken up again until it is published.
    public void giveUp(DeploymentId id, Throwable trouble) {
        LOG.error("deployment given up deploymentId={}", id, trouble);
        deployments
                .find(id)
                .filter(at -> !at.state().ended() && at.version().isEmpty())
                .ifPresent(at -> {
                    watch.dead(at);
                    deployments.fail(
                            at,
                            new Deployment.Failure(
                                    ErrorCode.INTERNAL.code(),
                                    "The platform could not finish it, through no fault of the"
                                            + " source. The server's log says more; redrive the"
                                            + " build once that is mended.",
                                    List.of()));
                    watch.ended(id);
                });
    }
}
