package dev.fairlead.server;

import dev.fairlead.controlplane.control.routes.DataPlane;
import dev.fairlead.controlplane.control.routes.PublishedRoutes;
import dev.fairlead.controlplane.control.routes.SnapshotFile;
import dev.fairlead.controlplane.store.services.PublishedStore;
import dev.fairlead.controlplane.store.versions.RolloutEnds;
import dev.fairlead.dataplane.inflight.Drain;
import dev.fairlead.dataplane.router.RouteTable;
import dev.fairlead.dataplane.router.RoutedService;
import dev.fairlead.dataplane.router.Router;
import dev.fairlead.dataplane.versions.AppSpec;
import dev.fairlead.dataplane.versions.GuestSpec;
import dev.fairlead.model.apps.Scale;
import dev.fairlead.model.functions.ContentHash;
import dev.fairlead.model.ids.ServiceId;
import dev.fairlead.server.variables.Configuring;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;

/// Where the planes meet: tables go from control to the router, from disk at first.
final class Snapshots implements DataPlane {
    private final Router router;
    private final SnapshotFile file;
    private final Function<ContentHash, Path> artifacts;
    private final Runnable moduleExpected;

    Snapshots(
            Router router,
            SnapshotFile file,
            Function<ContentHash, Path> artifacts,
            Runnable moduleExpected) {
        this.router = router;
        this.file = file;
        this.artifacts = artifacts;
        this.moduleExpected = moduleExpected;
    }

    /// How many services the last snapshot had.
    int restore() {
        var services = file.read(artifacts);
        router.publish(new RouteTable(0, services));
        return services.size();
    }

    PublishedRoutes routes(PublishedStore store, RolloutEnds ends, Configuring configuring) {
        return new PublishedRoutes(
                store,
                this,
                file,
                artifacts,
                configuring.signing(),
                configuring.configurations(),
                ends);
    }

    @Override
    public void expectModule() {
        moduleExpected.run();
    }

    @Override
    public void prepare(GuestSpec spec) {
        router.prepare(spec);
    }

    @Override
    public void prepare(AppSpec spec, Scale scale) {
        router.prepare(spec, scale);
    }

    @Override
    public void forget(ServiceId service, ContentHash artifact) {
        router.forget(service, artifact);
    }

    @Override
    public void publish(RouteTable table) {
        router.publish(table);
    }

    @Override
    public Map<Integer, Drain> replace(long revision, RoutedService service) {
        return router.replace(revision, service);
    }

    @Override
    public void remove(long revision, ServiceId service) {
        router.remove(revision, service);
    }
}
