package dev.fairlead.dataplane.proxy;

import dev.fairlead.dataplane.access.BasicDoor;
import dev.fairlead.dataplane.access.Gatekeeper;
import dev.fairlead.dataplane.addresses.HostSettings;
import dev.fairlead.dataplane.apps.AppRuntime;
import dev.fairlead.dataplane.cache.AnswerCache;
import dev.fairlead.dataplane.cache.CacheLimits;
import dev.fairlead.dataplane.calls.CallsInFlight;
import dev.fairlead.dataplane.calls.EdgeLimits;
import dev.fairlead.dataplane.calls.Invocations;
import dev.fairlead.dataplane.gateway.Gateway;
import dev.fairlead.dataplane.gateway.GatewaySettings;
import dev.fairlead.dataplane.hosts.HostTable;
import dev.fairlead.dataplane.hosts.HostedDomain;
import dev.fairlead.dataplane.hosts.Hosts;
import dev.fairlead.dataplane.http.BlockingBridge;
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
import dev.fairlead.dataplane.runtime.Guest;
import dev.fairlead.dataplane.runtime.GuestRuntime;
import dev.fairlead.dataplane.signing.NonceStore;
import dev.fairlead.dataplane.telemetry.Forwarded;
import dev.fairlead.dataplane.versions.AppSpec;
import dev.fairlead.dataplane.versions.GuestSpec;
import dev.fairlead.dataplane.versions.UpstreamSpec;
import dev.fairlead.dataplane.versions.UpstreamSpec.Target;
import dev.fairlead.dataplane.versions.VersionSpec;
import dev.fairlead.model.access.PasswordUsers;
import dev.fairlead.model.domains.DomainName;
import dev.fairlead.model.functions.Abi;
import dev.fairlead.model.functions.Access;
import dev.fairlead.model.functions.CacheSettings;
import dev.fairlead.model.functions.ContentHash;
import dev.fairlead.model.functions.Limits;
import dev.fairlead.model.functions.ServiceSettings;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ServiceId;
import dev.fairlead.model.names.EnvironmentName;
import dev.fairlead.model.names.ProjectName;
import dev.fairlead.model.names.ServiceName;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/// A gateway with one service, `web` of the project `demo`, whose versions the test gives.
final class Front implements AutoCloseable {
    static final String HOST = "web.demo.localhost";
    static final String DOMAIN = "routed.example";
    static final ServiceId SERVICE = ServiceId.next(Clock.systemUTC());
    private static final OrganizationId ORGANIZATION = OrganizationId.next(Clock.systemUTC());

    final Router router;
    final Gateway gateway;
    private final Hosts hosts = new Hosts();
    final Queue<Forwarded> forwarded = new ConcurrentLinkedQueue<>();
    private CacheSettings caching = CacheSettings.OFF;
    private PasswordUsers users = PasswordUsers.NONE;
    private Limits limits =
            new Limits(
                    Duration.ofSeconds(10),
                    64L << 20,
                    64,
                    16,
                    Duration.ofSeconds(10),
                    4L << 30,
                    4L << 30);
    private long revision;

    Front() {
        this(new None(), settings -> settings);
    }

    Front(GuestRuntime runtime, UnaryOperator<GatewaySettings> with) {
        this(runtime, with, new AnswerCache(CacheLimits.NONE, Clock.systemUTC()));
    }

    Front(GuestRuntime runtime, UnaryOperator<GatewaySettings> with, AnswerCache cache) {
        this(new Router(runtime), with, cache);
    }

    /// Runs apps.
    static Front running(AppRuntime apps) {
        return new Front(
                new Router(new None(), apps),
                settings -> settings,
                new AnswerCache(CacheLimits.NONE, Clock.systemUTC()));
    }

    private Front(Router routing, UnaryOperator<GatewaySettings> with, AnswerCache cache) {
        router = routing;
        var calls = new CallsInFlight();
        var invocations =
                new Invocations(
                        router,
                        EdgeLimits.none(),
                        Gatekeeper.CLOSED,
                        NonceStore.CLOSED,
                        _ -> {},
                        calls,
                        Clock.systemUTC());
        var apex =
                new BlockingBridge(
                        exchange ->
                                exchange.answer(
                                        200,
                                        List.of(),
                                        ("apex " + exchange.path())
                                                .getBytes(StandardCharsets.ISO_8859_1)),
                        64,
                        1 << 20);
        gateway =
                new Gateway(
                        with.apply(GatewaySettings.on("127.0.0.1", 0)),
                        HostSettings.plain(),
                        hosts,
                        apex,
                        invocations,
                        new BasicDoor((password, hash) ->
                                hash.equals(Optional.of("hash of " + password))),
                        cache);
        gateway.onForwarded(forwarded::add);
        gateway.start();
    }

    /// Keeps answers.
    static Front keeping(AnswerCache cache) {
        var front = new Front(new None(), settings -> settings, cache);
        front.caching = new CacheSettings(true, Duration.ZERO, List.of("utm_*"));
        return front;
    }

    /// Runs no guests.
    private static final class None implements GuestRuntime {
        @Override
        public Guest guest(GuestSpec spec) {
            throw new IllegalStateException("there are no guests here");
        }

        @Override
        public void close() {}
    }

    Front limits(Limits other) {
        limits = other;
        return this;
    }

    Limits limits() {
        return limits;
    }

    /// The service asks for the password of one of these, whose hashes are `hash of PASSWORD`; of
    /// nobody where there is none.
    Front asking(PasswordUsers others) {
        users = others;
        return this;
    }

    private ServiceSettings settings() {
        return ServiceSettings.DEFAULT
                .with(limits)
                .with(caching)
                .with(users)
                .with(users.isEmpty() ? Access.PUBLIC : Access.PASSWORD);
    }

    /// From now on the live version is `version`, at these origins.
    Front live(int version, Origin... origins) {
        return live(version, spec(origins));
    }

    static UpstreamSpec spec(Origin... origins) {
        return UpstreamSpec.of(
                Arrays.stream(origins).map(o -> Target.http("127.0.0.1", o.port())).toList());
    }

    Front live(int version, VersionSpec spec) {
        revision++;
        router.publish(
                new RouteTable(
                        revision,
                        List.of(service(RoutedAlias.live(version), Map.of(version, spec)))));
        return this;
    }

    private RoutedService service(RoutedAlias alias, Map<Integer, VersionSpec> versions) {
        return new RoutedService(
                ORGANIZATION,
                SERVICE,
                new ProjectName("demo"),
                new ServiceName("web"),
                settings(),
                List.of(alias),
                versions,
                List.of());
    }

    /// From now on the live version is an app's; another one may be gone back to.
    Front app(int version, int... others) {
        revision++;
        var versions = new HashMap<Integer, VersionSpec>();
        versions.put(version, appSpec(version));
        for (int other : others) {
            versions.put(other, appSpec(other));
        }
        router.publish(
                new RouteTable(revision, List.of(service(RoutedAlias.live(version), versions))));
        return this;
    }

    AppSpec appSpec(int version) {
        var hash = ContentHash.of(new byte[] {(byte) version});
        return new AppSpec(
                new GuestSpec(SERVICE, version, Abi.IMAGE, Path.of("none"), hash, limits, Map.of()),
                ORGANIZATION,
                new ProjectName("demo"),
                EnvironmentName.PRODUCTION,
                new ServiceName("web"));
    }

    /// At `DOMAIN` all requests go to the service, by these steps.
    Front by(Steps steps) {
        var lead = new Lead(SERVICE, EnvironmentName.PRODUCTION, RoutedAlias.LIVE);
        var route =
                new HostRoute(
                        "rte_1",
                        PathPattern.ALL,
                        Set.of(),
                        List.of(),
                        0,
                        steps,
                        new RouteAction.Serve(lead, Optional.empty()));
        var domain =
                new HostedDomain(
                        new DomainName(DOMAIN),
                        Optional.empty(),
                        false,
                        Optional.empty(),
                        new HostRoutes(List.of(route)));
        hosts.publish(new HostTable(List.of(domain), List.of(), Map.of(), Map.of(), Map.of()));
        return this;
    }

    int port() {
        return gateway.port();
    }

    Socket connect() throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), port());
        socket.setSoTimeout(20_000);
        return socket;
    }

    /// Sends lines as they are, but for line ends, and reads until the connection is closed.
    String raw(String request) throws IOException {
        try (Socket socket = connect()) {
            send(socket, request);
            return rest(socket.getInputStream());
        }
    }

    static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream()
                .write(text.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    /// What comes until the end, however it ends.
    static String rest(InputStream in) {
        var all = new StringBuilder();
        var some = new byte[8192];
        try {
            for (int n = in.read(some); n >= 0; n = in.read(some)) {
                all.append(new String(some, 0, n, StandardCharsets.ISO_8859_1));
            }
        } catch (IOException e) {
            all.append("\n[").append(e.getMessage()).append(']');
        }
        return all.toString();
    }

    /// What was told of a request like that, as soon as it was; one of an earlier test may be told
    /// late.
    Forwarded told(Predicate<Forwarded> expected) {
        Awaits.until("such a request is over", () -> forwarded.stream().anyMatch(expected));
        return forwarded.stream().filter(expected).findFirst().orElseThrow();
    }

    /// A request to the service that ends its connection.
    String get(String path) throws IOException {
        return raw("GET " + path + " HTTP/1.1\nhost: " + HOST + "\nconnection: close\n\n");
    }

    @Override
    public void close() {
        gateway.close();
    }
}
