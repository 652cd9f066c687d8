package dev.fairlead.benchmarks;

import dev.fairlead.benchmarks.measuring.Fronts;
import dev.fairlead.dataplane.calls.Invocations;
import dev.fairlead.dataplane.gateway.Gateway;
import dev.fairlead.dataplane.gateway.GatewaySettings;
import dev.fairlead.dataplane.router.RouteTable;
import dev.fairlead.dataplane.router.RoutedAlias;
import dev.fairlead.dataplane.router.RoutedService;
import dev.fairlead.dataplane.router.Router;
import dev.fairlead.dataplane.runtime.GuestRuntimes;
import dev.fairlead.dataplane.versions.UpstreamSpec;
import dev.fairlead.dataplane.versions.UpstreamSpec.Target;
import dev.fairlead.model.functions.Limits;
import dev.fairlead.model.functions.ServiceSettings;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ServiceId;
import dev.fairlead.model.names.ProjectName;
import dev.fairlead.model.names.ServiceName;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// The data plane by itself, in front of one upstream: `PORT UPSTREAM_PORT`.
public final class ProxyFront {
    private static final int CONCURRENCY = 1024;

    private ProxyFront() {}

    public static void main(String[] args) throws InterruptedException {
        int port = Integer.parseInt(args[0]);
        int upstream = Integer.parseInt(args[1]);
        Clock clock = Clock.systemUTC();
        var router = new Router(new GuestRuntimes(Map.of(), new Fronts.NoGuests()));
        Limits usual = Limits.DEFAULT;
        var limits =
                new Limits(
                        usual.timeout(),
                        usual.memoryBytes(),
                        CONCURRENCY,
                        CONCURRENCY,
                        Duration.ofSeconds(10),
                        4L << 30,
                        4L << 30);
        router.publish(
                new RouteTable(
                        1,
                        List.of(
                                new RoutedService(
                                        OrganizationId.next(clock),
                                        ServiceId.next(clock),
                                        new ProjectName("demo"),
                                        new ServiceName("web"),
                                        ServiceSettings.DEFAULT.with(limits),
                                        List.of(RoutedAlias.live(1)),
                                        Map.of(
                                                1,
                                                UpstreamSpec.of(
                                                        List.of(
                                                                Target.http(
                                                                        "127.0.0.1", upstream)))),
                                        List.of()))));
        Invocations invocations = Fronts.invocations(router, clock);
        try (var gateway =
                new Gateway(GatewaySettings.on("127.0.0.1", port), Fronts.apex(), invocations)) {
            gateway.start();
            Thread.currentThread().join();
        }
    }
}
