package dev.fairlead.dataplane.gateway;

import dev.fairlead.dataplane.access.BasicDoor;
import dev.fairlead.dataplane.addresses.HostSettings;
import dev.fairlead.dataplane.cache.AnswerCache;
import dev.fairlead.dataplane.cache.CacheLimits;
import dev.fairlead.dataplane.calls.Invocations;
import dev.fairlead.dataplane.hosts.HostKeys;
import dev.fairlead.dataplane.hosts.Hosts;
import dev.fairlead.dataplane.hosts.ShownChallenges;
import dev.fairlead.dataplane.http.BlockingBridge;
import dev.fairlead.dataplane.http.Problem;
import dev.fairlead.dataplane.links.TlsContexts;
import dev.fairlead.dataplane.proxy.Forwarder;
import dev.fairlead.dataplane.sites.SiteServer;
import dev.fairlead.dataplane.sockets.SocketCounts;
import dev.fairlead.dataplane.sockets.Sockets;
import dev.fairlead.dataplane.telemetry.ForwardedListener;
import dev.fairlead.dataplane.wire.ControlFrames;
import dev.fairlead.dataplane.wire.Entry;
import dev.fairlead.dataplane.wire.GuardedTransport;
import dev.fairlead.dataplane.wire.Resting;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.ids.RequestId;

import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// The front door: listens, and lets go of its sockets in peace.
public final class Gateway implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);

    private final GatewaySettings settings;
    private final BlockingBridge apex;
    private final Invocations invocations;
    private final Hosts hosts;
    private final HostSettings hosting;
    private final BasicDoor passwords;
    private final AnswerCache cache;
    private final Vertx vertx;
    private final HttpServerOptions options;
    private final TlsContexts tls = new TlsContexts();
    private final SiteServer sites = new SiteServer();
    private final Map<Context, Forwarder> forwarders = new ConcurrentHashMap<>();
    private final Map<Context, Sockets> sockets = new ConcurrentHashMap<>();
    private final SocketCounts socketCounts = new SocketCounts();
    private final AtomicBoolean checking = new AtomicBoolean();
    private final List<HttpServer> servers = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile boolean draining;
    private volatile int port;
    private volatile int httpsPort = -1;
    private volatile ForwardedListener forwarded = _ -> {};

    /// One at which no domain answers.
    public Gateway(GatewaySettings settings, BlockingBridge apex, Invocations invocations) {
        this(
                settings,
                HostSettings.plain(),
                new Hosts(),
                apex,
                invocations,
                new BasicDoor((_, _) -> false),
                new AnswerCache(CacheLimits.NONE, invocations.clock()));
    }

    public Gateway(
            GatewaySettings settings,
            HostSettings hosting,
            Hosts hosts,
            BlockingBridge apex,
            Invocations invocations,
            BasicDoor passwords,
            AnswerCache cache) {
        this.passwords = passwords;
        this.cache = cache;
        this.settings = settings;
        this.hosting = hosting;
        this.hosts = hosts;
        this.apex = apex;
        this.invocations = invocations;
        this.port = settings.port();
        this.options = options();
        this.vertx =
                Vertx.builder()
                        .withTransport(GuardedTransport.of(options, new ShownChallenges(hosts)))
                        .with(
                                new VertxOptions()
                                        .setEventLoopPoolSize(settings.eventLoops())
                                        .setWorkerPoolSize(1)
                                        .setInternalBlockingPoolSize(1)
                                        .setDisableTCCL(true))
                        .build();
    }

    /// Listens; returns when requests are answered. Throws `IllegalStateException` with the reason
    /// when the port cannot be had.
    public void start() {
        try {
            port = settings.port() == 0 ? freePort() : settings.port();
            if (hosting.httpsPort().isPresent()) {
                int wanted = hosting.httpsPort().getAsInt();
                httpsPort = wanted == 0 ? freePort() : wanted;
            }
            listen();
        } catch (Exception e) {
            throw new IllegalStateException(
                    "cannot listen on "
                            + settings.host()
                            + ":"
                            + settings.port()
                            + ": "
                            + e.getMessage(),
                    e);
        }
    }

    /// Event loops share a port by its number, so `any` has to become one first.
    private int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getByName(settings.host()))) {
            return socket.getLocalPort();
        }
    }

    private void listen() throws Exception {
        vertx.deployVerticle(
                        () ->
                                new VerticleBase() {
                                    @Override
                                    public Future<?> start() {
                                        return open(context);
                                    }
                                },
                        new DeploymentOptions().setInstances(settings.eventLoops()))
                .toCompletionStage()
                .toCompletableFuture()
                .get(STOP_PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private Future<?> open(Context context) {
        var forwarder = new Forwarder(context, tls, settings.reach());
        forwarders.put(context, forwarder);
        if (checking.compareAndSet(false, true)) {
            forwarder.check(invocations.router()::checked);
        }
        var edge = new Edge(this, apex, context, forwarder);
        var live = new Connections(vertx, settings, connections);
        Future<?> plain = listen(options(), port, edge, live);
        return httpsPort < 0
                ? plain
                : plain.compose(_ ->
                        listen(
                                Tls.on(options(), new HostKeys(hosts), hosting.engine()),
                                httpsPort,
                                edge,
                                live));
    }

    private Future<?> listen(HttpServerOptions options, int at, Edge edge, Connections live) {
        HttpServer server =
                vertx.createHttpServer(options)
                        .connectionHandler(connection -> {
                            Entry.guard(connection, options);
                            ControlFrames.watch(connection);
                            Resting.watch(connection);
                            live.opened(connection);
                        })
                        .invalidRequestHandler(Gateway::invalid)
                        .requestHandler(request -> {
                            live.visited(request.connection());
                            edge.handle(request);
                        });
        servers.add(server);
        return server.listen(at, settings.host());
    }

    private HttpServerOptions options() {
        return new HttpServerOptions()
                .setHttp2ClearTextEnabled(true)
                .setIdleTimeout((int) settings.idle().toSeconds())
                .setIdleTimeoutUnit(TimeUnit.SECONDS)
                .setMaxInitialLineLength(16 << 10)
                .setMaxHeaderSize(32 << 10)
                .setAcceptBacklog(4096)
                .setTcpNoDelay(true)
                .setReuseAddress(true)
                .setHandle100ContinueAutomatically(false)
                // Sockets are passed on or read frame by frame: nobody may compress on the way.
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setCompressionSupported(false);
    }

    /// What is not HTTP, or more of it than we read.
    private static void invalid(HttpServerRequest request) {
        var id = RequestId.next(Clock.systemUTC()).toString();
        String reason = String.valueOf(request.decoderResult().cause());
        boolean large = reason.contains("TooLong");
        ErrorCode code = large ? ErrorCode.TOO_MANY_HEADERS : ErrorCode.INVALID_REQUEST;
        String detail =
                large
                        ? "the request line and headers may have at most 32 KiB, and 256 fields"
                        : "this is not a valid HTTP request";
        request.response()
                .setStatusCode(code.status())
                .putHeader("content-type", Problem.JSON_TYPE)
                .putHeader("connection", "close")
                .end(Buffer.buffer(new Problem(code, detail, id).json()))
                .onComplete(_ -> request.connection().close());
    }

    public int port() {
        return port;
    }

    /// -1 where there is none.
    public int httpsPort() {
        return httpsPort;
    }

    /// Stops listening, lets running requests end, refuses new ones on open connections.
    public void drain(Duration patience) {
        draining = true;
        forwarders.forEach(
                (context, forwarder) -> context.runOnContext(_ -> forwarder.closeSockets()));
        sockets.forEach((context, some) -> context.runOnContext(_ -> some.closeAll()));
        try {
            var all =
                    servers.stream()
                            .map(s -> s.shutdown(patience.toMillis(), TimeUnit.MILLISECONDS));
            Future.all(all.toList())
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(patience.toMillis() + 1000, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException | ExecutionException e) {
            LOG.warn("requests were still running at the end of the drain", e);
        }
    }

    @Override
    public void close() {
        try {
            vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException | ExecutionException e) {
            LOG.warn("the event loops did not stop", e);
        }
    }

    /// Hears of what is forwarded from now on.
    public void onForwarded(ForwardedListener listener) {
        forwarded = listener;
    }

    ForwardedListener forwardedListener() {
        return forwarded;
    }

    /// Those of functions, on an event loop of ours.
    Sockets sockets(Context context) {
        return sockets.computeIfAbsent(
                context, own -> new Sockets(own, invocations, settings.sockets(), socketCounts));
    }

    SiteServer sites() {
        return sites;
    }

    boolean draining() {
        return draining;
    }

    GatewaySettings settings() {
        return settings;
    }

    HostSettings hosting() {
        return hosting;
    }

    Hosts hosts() {
        return hosts;
    }

    BasicDoor passwords() {
        return passwords;
    }

    AnswerCache cache() {
        return cache;
    }

    Invocations invocations() {
        return invocations;
    }

    Vertx vertx() {
        return vertx;
    }
}
