package dev.fairlead.benchmarks;

import dev.fairlead.benchmarks.measuring.Fronts;
import dev.fairlead.dataplane.access.BasicDoor;
import dev.fairlead.dataplane.addresses.HostSettings;
import dev.fairlead.dataplane.cache.AnswerCache;
import dev.fairlead.dataplane.cache.CacheLimits;
import dev.fairlead.dataplane.calls.Invocations;
import dev.fairlead.dataplane.gateway.Gateway;
import dev.fairlead.dataplane.gateway.GatewaySettings;
import dev.fairlead.dataplane.hosts.HostTable;
import dev.fairlead.dataplane.hosts.HostedDomain;
import dev.fairlead.dataplane.hosts.Hosts;
import dev.fairlead.dataplane.router.RouteTable;
import dev.fairlead.dataplane.router.RoutedAlias;
import dev.fairlead.dataplane.router.RoutedService;
import dev.fairlead.dataplane.router.Router;
import dev.fairlead.dataplane.rules.HostRoute;
import dev.fairlead.dataplane.rules.HostRoutes;
import dev.fairlead.dataplane.rules.Lead;
import dev.fairlead.dataplane.rules.PathPattern;
import dev.fairlead.dataplane.rules.RouteAction;
import dev.fairlead.dataplane.rules.Steps;
import dev.fairlead.dataplane.versions.SiteSpec;
import dev.fairlead.dataplane.versions.UpstreamSpec;
import dev.fairlead.dataplane.versions.UpstreamSpec.Target;
import dev.fairlead.dataplane.versions.VersionSpec;
import dev.fairlead.model.domains.DomainName;
import dev.fairlead.model.functions.CacheSettings;
import dev.fairlead.model.functions.ContentHash;
import dev.fairlead.model.functions.ServiceSettings;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ServiceId;
import dev.fairlead.model.names.EnvironmentName;
import dev.fairlead.model.names.ProjectName;
import dev.fairlead.model.names.ServiceName;
import dev.fairlead.model.sites.SiteFile;
import dev.fairlead.model.sites.SiteManifest;
import dev.fairlead.model.sites.SiteOptions;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The data plane by itself: `PORT UPSTREAM_PORT FOLDER DOMAINS`. The service `kept` keeps the
/// upstream's answers, the service `files` is a site of a folder's files, and each domain leads to
/// `kept` by a route of its own.
public final class EdgeFront {
    private static final OrganizationId ORGANIZATION = OrganizationId.next(Clock.systemUTC());

    private EdgeFront() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        int port = Integer.parseInt(args[0]);
        int upstream = Integer.parseInt(args[1]);
        Path folder = Path.of(args[2]);
        Clock clock = Clock.systemUTC();
        var router = new Router(new Fronts.NoGuests());
        ServiceId kept = ServiceId.next(clock);
        ServiceId files = ServiceId.next(clock);
        var keeping = new CacheSettings(true, Duration.ofHours(1), List.of());
        router.publish(
                new RouteTable(
                        1,
                        List.of(
                                service(
                                        kept,
                                        "kept",
                                        ServiceSettings.DEFAULT.with(keeping),
                                        UpstreamSpec.of(
                                                List.of(Target.http("127.0.0.1", upstream)))),
                                service(
                                        files,
                                        "files",
                                        ServiceSettings.DEFAULT,
                                        site(files, folder)))));
        var hosts = new Hosts();
        hosts.publish(
                new HostTable(
                        domains(kept, Integer.parseInt(args[3])),
                        List.of(),
                        Map.of(),
                        Map.of(),
                        Map.of()));
        Invocations invocations = Fronts.invocations(router, clock);
        try (var gateway =
                new Gateway(
                        GatewaySettings.on("127.0.0.1", port),
                        HostSettings.plain(),
                        hosts,
                        Fronts.apex(),
                        invocations,
                        new BasicDoor((_, _) -> false),
                        new AnswerCache(new CacheLimits(64 << 20, 0, folder), clock))) {
            gateway.start();
            Thread.currentThread().join();
        }
    }

    private static RoutedService service(
            ServiceId id, String name, ServiceSettings settings, VersionSpec spec) {
        return new RoutedService(
                ORGANIZATION,
                id,
                new ProjectName("demo"),
                new ServiceName(name),
                settings,
                List.of(RoutedAlias.live(1)),
                Map.of(1, spec),
                List.of());
    }

    private static List<HostedDomain> domains(ServiceId to, int count) {
        var lead = new Lead(to, EnvironmentName.PRODUCTION, RoutedAlias.LIVE);
        var domains = new ArrayList<HostedDomain>();
        for (int i = 0; i < count; i++) {
            var route =
                    new HostRoute(
                            "rte_" + i,
                            PathPattern.ALL,
                            Set.of(),
                            List.of(),
                            0,
                            Steps.NONE,
                            new RouteAction.Serve(lead, Optional.empty()));
            domains.add(
                    new HostedDomain(
                            new DomainName("d" + i + ".example"),
                            Optional.empty(),
                            false,
                            Optional.empty(),
                            new HostRoutes(List.of(route))));
        }
        return domains;
    }

    private static SiteSpec site(ServiceId id, Path folder) throws IOException {
        Path store = Files.createDirectories(folder.resolve("store"));
        var files = new ArrayList<SiteFile>();
        for (String name : List.of("small.txt", "large.bin")) {
            byte[] bytes = Files.readAllBytes(folder.resolve(name));
            ContentHash hash = keep(store, bytes);
            files.add(
                    new SiteFile(
                            name,
                            new SiteFile.Content(hash, bytes.length),
                            "application/octet-stream",
                            Map.of()));
        }
        var manifest = new SiteManifest(SiteOptions.USUAL, files, List.of(), List.of());
        ContentHash hash = keep(store, manifest.text().getBytes(StandardCharsets.UTF_8));
        return new SiteSpec(id, 1, EnvironmentName.PRODUCTION, at(store, hash), hash);
    }

    private static ContentHash keep(Path store, byte[] bytes) throws IOException {
        ContentHash hash = ContentHash.of(bytes);
        Files.createDirectories(at(store, hash).getParent());
        Files.write(at(store, hash), bytes);
        return hash;
    }

    private static Path at(Path store, ContentHash hash) {
        return store.resolve(hash.hex().substring(0, 2)).resolve(hash.hex());
    }
}
