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
import dev.fairlead.testkit.engines.TinyRoot;

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

/// An image with a small web server, as apps of ours and as containers of the engine's own.
final class AppBench {
    private static final String NETWORK = "bench";
    private static final int PORT = 8080;
    private static final int MOST_ANSWER = 1 << 16;
    private static final List<String> COMMAND =
            List.of(
                    "/bin/sh",
                    "-c",
                    "echo hello > /tmp/index.html; exec httpd -f -p " + PORT + " -h /tmp");
    private static final dev.fairlead.model.functions.Limits LIMITS =
            dev.fairlead.model.functions.Limits.OF_APPS;

    private final Engine engine;
    private final String image;
    private final Path artifact;
    private final ContentHash hash;

    AppBench(Engine engine, Path folder) throws IOException {
        this.engine = engine;
        this.image =
                engine.images()
                        .importLayer(
                                new ByteArrayInputStream(TinyRoot.tar()),
                                Map.of(),
                                Duration.ofMinutes(1));
        engine.networks().create(new NetworkSpec(NETWORK, Map.of(), false, Map.of()));
        byte[] description =
                new ImageDescription(
                                image,
                                "bench:1",
                                Contract.HTTP,
                                PORT,
                                COMMAND,
                                Optional.empty(),
                                "1000:1000",
                                false)
                        .text()
                        .getBytes(StandardCharsets.UTF_8);
        this.artifact = Files.write(folder.resolve("image"), description);
        this.hash = ContentHash.of(description);
    }

    /// A service of its own for each number.
    AppSpec spec(int number) {
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
                new ServiceName("web"));
    }

    static RouteTable table(AppSpec spec, Scale scale) {
        int version = spec.program().version();
        return new RouteTable(
                1,
                List.of(
                        new RoutedService(
                                spec.organization(),
                                spec.program().function(),
                                spec.project(),
                                spec.name(),
                                ServiceSettings.of(ServiceKind.APP).with(scale),
                                List.of(RoutedAlias.live(version)),
                                Map.of(version, spec),
                                List.of())));
    }

    /// A container with the walls and the limits that those of apps have.
    String create() throws IOException {
        var program =
                new Program(
                        image,
                        Optional.empty(),
                        Optional.of(COMMAND),
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

    /// Returns once it has answered.
    void start(String container) throws IOException, InterruptedException {
        engine.containers().start(container);
        String address =
                engine.containers().inspect(container).addresses().getOrDefault(NETWORK, "");
        while (true) {
            try {
                ask(address, PORT, "/");
                return;
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
