package dev.fairlead.endtoend;

import dev.fairlead.cli.Main;
import dev.fairlead.engine.Engine;
import dev.fairlead.engine.EngineAddress;
import dev.fairlead.engine.containers.ContainerState.Phase;
import dev.fairlead.engine.containers.ContainerSummary;
import dev.fairlead.engine.docker.DockerEngine;
import dev.fairlead.engine.images.Reference;
import dev.fairlead.testkit.engines.EngineDaemon;
import dev.fairlead.testkit.engines.TinyRoot;

import tools.jackson.databind.JsonNode;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// An installation with a real engine that has one small image, and the project `apps`.
final class Apps implements AutoCloseable {
    /// A shell, a web server of files and scripts, and nothing else.
    static final String BASE = "fairlead.test/tiny:1";

    static final String DOCKERFILE =
            """
            FROM %s
            ARG GREETING=hello
            COPY www /www
            RUN echo "$GREETING" >> /www/index.html
            CMD ["/bin/sh", "-c", "exec httpd -f -p $PORT -h /www"]
            """
                    .formatted(BASE);

    final EngineDaemon daemon;
    final Engine engine;
    final Installation fairlead;
    private final Path folders;

    private Apps(EngineDaemon daemon, Engine engine, Installation fairlead, Path folders) {
        this.daemon = daemon;
        this.engine = engine;
        this.fairlead = fairlead;
        this.folders = folders;
    }

    static Apps on(Path folders) throws Exception {
        return on(folders, Map.of());
    }

    /// With these settings besides.
    static Apps on(Path folders, Map<String, String> settings) throws Exception {
        var daemon = EngineDaemon.withNetworks();
        var address = new EngineAddress.Unix(daemon.socket());
        var engine = new DockerEngine(address);
        String image =
                engine.images()
                        .importLayer(
                                new ByteArrayInputStream(TinyRoot.tar()),
                                Map.of(),
                                Duration.ofSeconds(60));
        engine.images().tag(image, Reference.parse(BASE));
        var all = new HashMap<>(settings);
        all.put("FAIRLEAD_ENGINE", address.toString());
        var fairlead = Installation.fresh(all).ready();
        return new Apps(daemon, engine, fairlead, folders);
    }

    record Said(int exit, String text) {}

    Said say(String... arguments) {
        var out = new ByteArrayOutputStream();
        var stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        var environment = Map.of("FAIRLEAD_URL", fairlead.url(), "FAIRLEAD_TOKEN", fairlead.key());
        int exit = Main.commandLine(stream, stream, environment).execute(arguments);
        return new Said(exit, out.toString(StandardCharsets.UTF_8));
    }

    Said deploy(String name, Map<String, String> files) throws IOException {
        Path folder = Files.createDirectories(folders.resolve(name));
        for (var file : files.entrySet()) {
            Path at = folder.resolve(file.getKey());
            Files.createDirectories(at.getParent());
            Files.writeString(at, file.getValue());
        }
        var arguments = new ArrayList<>(List.of("deploy", folder.toString()));
        arguments.addAll(List.of("--project", "apps"));
        return say(arguments.toArray(String[]::new));
    }

    /// An app that answers `text`.
    static Map<String, String> page(String text) {
        return Map.of("Dockerfile", DOCKERFILE, "www/index.html", text + "\n");
    }

    /// The same with a script at `/cgi-bin/run`.
    static Map<String, String> script(String text) {
        return Map.of(
                "Dockerfile",
                DOCKERFILE,
                "www/index.html",
                "a script\n",
                "www/cgi-bin/run",
                "#!/bin/sh\n" + text);
    }

    String get(String name) {
        return fairlead.get("/fn/apps/" + name + "/").body();
    }

    List<String> running() throws IOException {
        return engine.containers().list(List.of("dev.fairlead.kind=instance")).stream()
                .filter(one -> one.phase() == Phase.RUNNING)
                .map(ContainerSummary::id)
                .toList();
    }

    /// The newest deployment of a service.
    JsonNode newest(String name) {
        return fairlead.deployment(service(name).path("id").asString());
    }

    JsonNode service(String name) {
        return fairlead.api("GET", "/functions?project=apps&name=" + name, "")
                .json()
                .path("items")
                .path(0);
    }

    /// What the instances of a service do, such as `ready`.
    List<String> states(String name) {
        JsonNode answer =
                fairlead.api(
                                "GET",
                                "/functions/" + service(name).path("id").asString() + "/instances",
                                "")
                        .json();
        var states = new ArrayList<String>();
        answer.path("items").forEach(one -> states.add(one.path("state").asString()));
        return states;
    }

    @Override
    public void close() {
        fairlead.close();
        engine.close();
        daemon.close();
    }
}
