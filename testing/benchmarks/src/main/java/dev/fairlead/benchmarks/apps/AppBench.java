package dev.fairlead.benchmarks.apps;

import dev.fairlead.dataplane.router.RouteTable;
import dev.fairlead.dataplane.router.RoutedAlias;
import dev.fairlead.dataplane.router.RoutedService;
import dev.fairlead.dataplane.versions.AppSpec;
import dev.fairlead.dataplane.versions.GuestSpec;
import dev.fairlead.engine.Engine;
import dev.fairlead.engine.containers.ContainerSpec;
import dev.fairlead.engine.containers.Limits;
import dev.fairlead.engine.containers.Mount;
import dev.fairlead.engine.containers.Networking;
import dev.fairlead.engine.containers.Program;
import dev.fairlead.engine.containers.Walls;
import dev.fairlead.engine.networks.NetworkSpec;
import dev.fairlead.model.apps.Contract;
import dev.fairlead.model.apps.ImageDescription;
import dev.fairlead.model.apps.Scale;
import dev.fairlead.model.functions.Abi;
import dev.fairlead.model.functions.ContentHash;
import dev.fairlead.model.functions.ServiceKind;
import dev.fairlead.model.functions.ServiceSettings;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ServiceId;
import dev.fairlead.model.names.EnvironmentName;
import dev.fairlead.model.names.ProjectName;
import dev.fairlead.model.names.ServiceName;
import dev.fairlead.testkit.engines.NodeClient;
import dev.fairlead.testkit.engines.ProgramRoot;
import dev.fairlead.testkit.engines.TinyRoot;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// An image with a program that answers, as apps of ours and as containers of the engine's own.
final class AppBench {
    /// What answers: an image, how it gets its requests, and how it is started.
    record Server(String image, Contract contract, List<String> command) {
        Server {
            command = List.copyOf(command);
        }

        /// A small web server, which begins at once and closes each connection.
        static Server tiny(Engine engine) throws IOException {
            String image =
                    engine.images()
                            .importLayer(
                                    new ByteArrayInputStream(TinyRoot.tar()), Map.of(), PATIENCE);
            return new Server(image, Contract.HTTP, TINY);
        }

        /// Node.js, which keeps connections, and AWS's Lambda runtime for it.
        static String node(Engine engine, Path folder) throws IOException, InterruptedException {
            Path handler = Files.writeString(folder.resolve("app.mjs"), HANDLER);
            Path tar = folder.resolve("node.tar");
            new ProgramRoot(
                            Map.of(
                                    "usr/bin/node",
                                    Path.of("/usr/bin/node").toRealPath(),
                                    "opt/ric",
                                    NodeClient.folder(),
                                    // Where the runtime looks: in the folder that it begins in.
                                    "app.mjs",
                                    handler))
                    .write(tar);
            try (var in = new BufferedInputStream(Files.newInputStream(tar))) {
                return engine.images().importLayer(in, Map.of(), PATIENCE);
            }
        }

        /// The image of `node` as a web server.
        static Server web(String node) {
            return new Server(node, Contract.HTTP, List.of("/usr/bin/node", "-e", WEB));
        }

        /// The image of `node` as a Lambda function.
        static Server lambda(String node) {
            return new Server(
                    node,
                    Contract.LAMBDA,
                    List.of("/usr/bin/node", "/opt/ric/bin/index.mjs", "app.handler"));
        }
    }

    private static final String NETWORK = "bench";
    private static final int PORT = 8080;
    private static final int MOST_ANSWER = 1 << 16;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String WEB =
            "require('http').createServer((q, a) => a.end('hello')).listen(" + PORT + ")";
    private static final String HANDLER =
            "export const handler = async () => ({statusCode: 200, body: 'hello'});\n";
    private static final List<String> TINY =
            List.of(
                    "/bin/sh",
                    "-c",
                    "echo hello > /tmp/index.html; exec httpd -f -p " + PORT + " -h /tmp");
    private static final dev.fairlead.model.functions.Limits LIMITS =
            dev.fairlead.model.functions.Limits.OF_APPS;

    private final Engine engine;
    private final Server server;
    private final Path artifact;
    private final ContentHash hash;

    AppBench(Engine engine, Server server, Path folder) throws IOException {
        this.engine = engine;
        this.server = server;
        if (engine.networks().inspect(NETWORK).isEmpty()) {
            engine.networks().create(new NetworkSpec(NETWORK, Map.of(), false, Map.of()));
        }
        byte[] description =
                new ImageDescription(
                                server.image(),
                                "bench:1",
                                server.contract(),
                                PORT,
                                server.command(),
                                Optional.empty(),
                                "1000:1000",
                                false)
                        .text()
                        .getBytes(StandardCharsets.UTF_8);
        this.hash = ContentHash.of(description);
        this.artifact = Files.write(folder.resolve(hash.hex()), description);
    }

    /// A service of its own for each number, in an organization of its own.
    AppSpec spec(int number) {
        return spec(number, "web");
    }

    AppSpec spec(int number, String name) {
        return new AppSpec(
                new GuestSpec(
                        ServiceId.next(Clock.systemUTC()),
                        number,
                        Abi.IMAGE,
                        artifact,
                        hash,
                        LIMITS,
                        Map.of()),
                OrganizationId.next(Clock.systemUTC()),
                new ProjectName("demo"),
                EnvironmentName.PRODUCTION,
                new ServiceName(name));
    }

    static RouteTable table(List<AppSpec> specs, Scale scale) {
        return new RouteTable(1, specs.stream().map(spec -> routed(spec, scale)).toList());
    }

    private static RoutedService routed(AppSpec spec, Scale scale) {
        int version = spec.program().version();
        return new RoutedService(
                spec.organization(),
                spec.program().function(),
                spec.project(),
                spec.name(),
                ServiceSettings.of(ServiceKind.APP).with(scale),
                List.of(RoutedAlias.live(version)),
                Map.of(version, spec),
                List.of());
    }

    /// A container with the walls and the limits that those of apps have.
    String create() throws IOException {
        var program =
                new Program(
                        server.image(),
                        Optional.empty(),
                        Optional.of(server.command()),
                        Map.of(),
                        "1000:1000",
                        "",
                        new Program.Ending("", Duration.ofSeconds(10), true));
        return engine.containers()
                .create(
                        new ContainerSpec(
                                program,
                                Map.of(),
                                List.of(new Mount.Temporary("/tmp", 64L << 20)),
                                Limits.of(
                                        LIMITS.memoryBytes(),
                                        Runtime.getRuntime().availableProcessors(),
                                        512),
                                Walls.STRICT,
                                new Networking.Attached(
                                        NETWORK, "web", List.of("web"), Set.of(), Map.of()),
                                new ContainerSpec.Output.Kept(5L << 20, 2),
                                false));
    }

    /// Returns once it has answered; where.
    String start(String container) throws IOException, InterruptedException {
        engine.containers().start(container);
        String address =
                engine.containers().inspect(container).addresses().getOrDefault(NETWORK, "");
        while (true) {
            try {
                ask(address, PORT, "/");
                return "http://" + address + ":" + PORT + "/";
            } catch (IOException e) {
                TimeUnit.MILLISECONDS.sleep(1);
            }
        }
    }

    void remove(String container) throws IOException {
        engine.containers().remove(container);
    }

    /// Throws where the answer is no 200.
    static void ask(String host, int port, String path) throws IOException {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), 1000);
            String request =
                    "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            byte[] answer = socket.getInputStream().readNBytes(MOST_ANSWER);
            String text = new String(answer, StandardCharsets.ISO_8859_1);
            if (!text.startsWith("HTTP/1.1 200")) {
                throw new IOException("not well: " + text.lines().findFirst().orElse(""));
            }
        }
    }
}
