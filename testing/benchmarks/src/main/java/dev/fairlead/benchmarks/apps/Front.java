package dev.fairlead.benchmarks.apps;

import dev.fairlead.benchmarks.measuring.Fronts;
import dev.fairlead.benchmarks.measuring.Processes;
import dev.fairlead.container.ContainerRuntime;
import dev.fairlead.dataplane.apps.App;
import dev.fairlead.dataplane.gateway.Gateway;
import dev.fairlead.dataplane.gateway.GatewaySettings;
import dev.fairlead.dataplane.router.Router;
import dev.fairlead.dataplane.runtime.GuestRuntimes;
import dev.fairlead.dataplane.versions.AppSpec;
import dev.fairlead.model.apps.Scale;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/// A gateway by itself, in front of apps of one runtime.
record Front(Router router, Gateway gateway, int port) implements AutoCloseable {
    static Front of(ContainerRuntime apps) throws IOException {
        var router = new Router(new GuestRuntimes(Map.of(), new Fronts.NoGuests()), apps);
        int port = Processes.freePort();
        var gateway =
                new Gateway(
                        GatewaySettings.on("127.0.0.1", port),
                        Fronts.apex(),
                        Fronts.invocations(router, Clock.systemUTC()));
        gateway.start();
        return new Front(router, gateway, port);
    }

    /// Returns once it runs and requests lead to it.
    App lead(AppSpec spec, Scale scale) {
        router.prepare(spec, scale);
        publish(List.of(spec), scale);
        return app(spec);
    }

    /// One that requests lead to.
    App app(AppSpec spec) {
        return router.find(spec.program().function()).orElseThrow().app(spec).orElseThrow();
    }

    /// Requests lead to these, and to no others.
    void publish(List<AppSpec> specs, Scale scale) {
        router.publish(AppBench.table(specs, scale));
    }

    /// Where an app of the usual name is asked.
    String url() {
        return "http://127.0.0.1:" + port + "/fn/demo/web/";
    }

    @Override
    public void close() {
        gateway.close();
    }
}
