package dev.fairlead.container;

import dev.fairlead.container.instances.ContainerSettings;
import dev.fairlead.container.instances.Marks;
import dev.fairlead.dataplane.apps.App;
import dev.fairlead.dataplane.upstream.LiveTarget;
import dev.fairlead.dataplane.versions.AppSpec;
import dev.fairlead.dataplane.versions.GuestSpec;
import dev.fairlead.dataplane.versions.UpstreamSpec.Place;
import dev.fairlead.engine.Engine;
import dev.fairlead.engine.EngineAddress;
import dev.fairlead.engine.containers.ContainerState.Phase;
import dev.fairlead.engine.containers.ContainerSummary;
import dev.fairlead.engine.docker.DockerEngine;
import dev.fairlead.model.apps.Bounds;
import dev.fairlead.model.apps.Contract;
import dev.fairlead.model.apps.ImageDescription;
import dev.fairlead.model.functions.Abi;
import dev.fairlead.model.functions.ContentHash;
import dev.fairlead.model.functions.Limits;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ServiceId;
import dev.fairlead.model.names.EnvironmentName;
import dev.fairlead.model.names.ProjectName;
import dev.fairlead.model.names.ServiceName;
import dev.fairlead.model.stacks.StackDescription;
import dev.fairlead.testkit.engines.EngineDaemon;
import dev.fairlead.testkit.engines.TinyRoot;
import dev.fairlead.testkit.waiting.Awaiting;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A real engine with an image that has a shell and a small web server, and apps of it.
final class AppBed implements AutoCloseable {
    static final ContainerSettings SETTINGS =
            ContainerSettings.of("test", Path.of("target", "files"))
                    .starting(Duration.ofSeconds(20));
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final OrganizationId ORGANIZATION = OrganizationId.next(Clock.systemUTC());
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    final EngineDaemon daemon;
    final Engine engine;
    private final String image;
    private final Path files;

    AppBed(Path files) throws IOException, InterruptedException {
        this(files, EngineDaemon.withNetworks());
    }

    /// On that engine, which is closed with it.
    AppBed(Path files, EngineDaemon daemon) throws IOException {
        this.files = files;
        this.daemon = daemon;
        this.engine = new DockerEngine(new EngineAddress.Unix(daemon.socket()));
        this.image =
                engine.images()
                        .importLayer(new ByteArrayInputStream(TinyRoot.tar()), Map.of(), PATIENCE);
    }

    ContainerRuntime runtime(ContainerSettings settings) {
        return new ContainerRuntime(engine, settings);
    }

    /// An app that does `first` and then answers with files of /tmp, by a process that dies with
    /// its first.
    AppSpec serving(ServiceId service, int version, String first) throws IOException {
        return running(service, version, serve(first), Map.of());
    }

    AppSpec running(ServiceId service, int version, String script, Map<String, String> environment)
            throws IOException {
        return running(service, version, script, environment, Optional.empty());
    }

    AppSpec running(
            ServiceId service,
            int version,
            String script,
            Map<String, String> environment,
            Optional<String> health)
            throws IOException {
        String description = described(script, health, Bounds.USUAL).text();
        return spec(service, version, Abi.IMAGE, description, environment);
    }

    /// The same as `serving`, with other bounds.
    AppSpec bounded(ServiceId service, Bounds bounds, String first) throws IOException {
        String description = described(serve(first), Optional.empty(), bounds).text();
        return spec(service, 1, Abi.IMAGE, description, Map.of());
    }

    private ImageDescription described(String script, Optional<String> health, Bounds bounds) {
        return new ImageDescription(
                image,
                "test/tiny:1",
                Contract.HTTP,
                8080,
                List.of("/bin/sh", "-c", script),
                health,
                "1000:1000",
                false,
                bounds);
    }

    /// The same as `serving`, with that much memory.
    AppSpec roomy(ServiceId service, long memoryBytes, String first) throws IOException {
        AppSpec usual = serving(service, 1, first);
        GuestSpec program = usual.program();
        Limits limits = program.limits();
        return new AppSpec(
                new GuestSpec(
                        program.function(),
                        program.version(),
                        program.abi(),
                        program.artifact(),
                        program.hash(),
                        new Limits(
                                limits.timeout(),
                                memoryBytes,
                                limits.concurrency(),
                                limits.queueLength(),
                                limits.queueTimeout(),
                                limits.maxRequestBytes(),
                                limits.maxResponseBytes()),
                        program.environment()),
                usual.organization(),
                usual.project(),
                usual.environment(),
                usual.name());
    }

    private static String serve(String first) {
        return "mkdir -p /tmp/cgi-bin; echo hello > /tmp/index.html; "
                + first
                + " exec httpd -f -p $PORT -h /tmp";
    }

    /// Closes these and waits until nothing of them runs.
    void stop(List<App> apps) {
        apps.forEach(App::close);
        apps.clear();
        Awaiting.until("all instances are gone", () -> all().isEmpty());
    }

    /// The image that all is made of.
    String image() {
        return image;
    }

    AppSpec stack(
            ServiceId service,
            int version,
            StackDescription description,
            Map<String, String> environment)
            throws IOException {
        return spec(service, version, Abi.STACK, description.text(), environment);
    }

    private AppSpec spec(
            ServiceId service,
            int version,
            Abi abi,
            String description,
            Map<String, String> environment)
            throws IOException {
        byte[] text = description.getBytes(StandardCharsets.UTF_8);
        ContentHash hash = ContentHash.of(text);
        Path artifact = Files.write(files.resolve(hash.hex()), text);
        var limits =
                new Limits(
                        Duration.ofSeconds(10),
                        32L << 20,
                        64,
                        16,
                        Duration.ofSeconds(10),
                        1 << 20,
                        1 << 20);
        return new AppSpec(
                new GuestSpec(service, version, abi, artifact, hash, limits, environment),
                ORGANIZATION,
                new ProjectName("shop"),
                EnvironmentName.PRODUCTION,
                new ServiceName("web"));
    }

    /// Where its first instance answers.
    static String address(App app) {
        LiveTarget target = app.upstream().targets().getFirst();
        var place = (Place.Inet) target.target().place();
        return place.host() + ":" + place.port();
    }

    static String get(App app, String path) throws IOException, InterruptedException {
        URI at = URI.create("http://" + address(app) + path);
        return HTTP.send(HttpRequest.newBuilder(at).build(), BodyHandlers.ofString())
                .body()
                .strip();
    }

    /// Containers of a stack that are no instances, by kind.
    List<ContainerSummary> besides(String kind) {
        try {
            return engine.containers().list(new Marks(SETTINGS.installation()).ofKind(kind));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<ContainerSummary> instances() throws IOException {
        return engine.containers().list(new Marks(SETTINGS.installation()).instances());
    }

    List<String> running() {
        return all().stream()
                .filter(one -> one.phase() == Phase.RUNNING)
                .map(ContainerSummary::id)
                .toList();
    }

    List<ContainerSummary> all() {
        try {
            return instances();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        engine.close();
        daemon.close();
    }
}
