package dev.fairlead.builders.stacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.builders.apps.ImageSupply;
import dev.fairlead.builders.languages.BuildInput;
import dev.fairlead.builders.languages.BuildProgress;
import dev.fairlead.builders.languages.Built;
import dev.fairlead.engine.Engine;
import dev.fairlead.engine.EngineAddress;
import dev.fairlead.engine.docker.DockerEngine;
import dev.fairlead.engine.images.Reference;
import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.deployments.BuildPhase;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.functions.Abi;
import dev.fairlead.model.stacks.StackDescription;
import dev.fairlead.model.stacks.StackService;
import dev.fairlead.testkit.engines.EngineDaemon;
import dev.fairlead.testkit.engines.TinyRoot;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

@TestInstance(Lifecycle.PER_CLASS)
class StackBuilderTest {
    private static final String TINY = "fairlead.test/tiny:1";

    private final Path directory;
    private final EngineDaemon daemon;
    private final Engine engine;
    private final List<String> log = new ArrayList<>();
    private final List<BuildPhase> phases = new ArrayList<>();

    StackBuilderTest(@TempDir Path directory) throws Exception {
        this.directory = directory;
        this.daemon = EngineDaemon.withNetworks();
        this.engine = new DockerEngine(new EngineAddress.Unix(daemon.socket()));
    }

    @BeforeAll
    void images() throws IOException {
        String image =
                engine.images()
                        .importLayer(
                                new ByteArrayInputStream(TinyRoot.tar()),
                                Map.of(),
                                Duration.ofSeconds(60));
        engine.images().tag(image, Reference.parse(TINY));
    }

    @AfterAll
    void stop() {
        daemon.close();
    }

    private StackDescription build(Map<String, String> files) throws IOException {
        log.clear();
        phases.clear();
        var progress =
                new BuildProgress() {
                    @Override
                    public void phase(BuildPhase phase) {
                        phases.add(phase);
                    }

                    @Override
                    public void line(String text) {
                        log.add(text);
                    }
                };
        var input =
                new BuildInput(
                        new Stacks(directory).source(files),
                        Files.createTempDirectory(directory, "w"),
                        "tenant",
                        Map.of("GIVEN", "given"),
                        Map.of(),
                        progress);
        Built built = new StackBuilder(new ImageSupply(engine)).build(input);
        assertThat(built.abi()).isEqualTo(Abi.STACK);
        return StackDescription.parse(Files.readString(built.artifact()));
    }

    private static StackService service(StackDescription stack, String name) {
        return stack.services().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void images_are_taken_and_built_once_each_and_described() throws IOException {
        // When
        StackDescription stack =
                build(
                        Map.of(
                                "compose.yaml",
                                """
                                services:
                                  web:
                                    build: {context: web, args: [GIVEN, NOT_GIVEN], target: last}
                                    ports: ["80:3000"]
                                    depends_on: [db]
                                    environment: {URL: "http://${HOST:-db}"}
                                  worker:
                                    build: {context: web, args: [GIVEN, NOT_GIVEN], target: last}
                                    user: "1000"
                                  inline:
                                    build:
                                      context: web
                                      dockerfile_inline: |
                                        FROM fairlead.test/tiny:1
                                        COPY kept /kept
                                        RUN test -e /kept -a ! -e /left && echo inline ran
                                  beside: {build: {context: web, dockerfile: ../Other}}
                                  db: {image: "fairlead.test/tiny:1", cap_drop: [KILL], cap_add: [FSETID]}
                                """,
                                ".env",
                                "HOST=data\n",
                                "web/Dockerfile",
                                """
                                FROM fairlead.test/tiny:1 AS last
                                ARG GIVEN
                                RUN echo "with $GIVEN"
                                FROM last
                                RUN false
                                """,
                                "web/.dockerignore",
                                "left\n",
                                "web/kept",
                                "",
                                "web/left",
                                "",
                                "Other",
                                "FROM fairlead.test/tiny:1\nUSER 5:5\nEXPOSE 81"));

        // Then
        assertThat(stack.entry()).isEqualTo("web");
        assertThat(stack.port()).isEqualTo(3000);
        assertThat(stack.defaults()).isEqualTo(Map.of("HOST", "data"));
        assertThat(stack.services())
                .extracting(StackService::name)
                .containsExactly("beside", "db", "inline", "web", "worker");
        String made = service(stack, "web").program().image();
        assertThat(service(stack, "worker").program().image()).isEqualTo(made);
        assertThat(engine.images().inspect(made)).isPresent();
        assertThat(service(stack, "web").program().reference()).startsWith("fairlead.local/stack:");
        assertThat(service(stack, "web").program().environment())
                .isEqualTo(Map.of("URL", "http://${HOST:-db}"));
        assertThat(service(stack, "worker").confinement().capabilities()).isEmpty();
        assertThat(service(stack, "beside").confinement().capabilities()).isEmpty();
        assertThat(service(stack, "db").confinement().capabilities())
                .containsExactly(
                        "CHOWN",
                        "DAC_OVERRIDE",
                        "FOWNER",
                        "FSETID",
                        "NET_BIND_SERVICE",
                        "SETGID",
                        "SETUID");
        assertThat(log)
                .anyMatch(line -> line.startsWith("db: ") && line.contains("the one that is here"))
                .anyMatch(line -> line.startsWith("web: ") && line.contains("with given"))
                .anyMatch(line -> line.startsWith("inline: ") && line.contains("inline ran"))
                .noneMatch(line -> line.startsWith("worker: Step"));
        assertThat(phases)
                .containsExactly(
                        BuildPhase.ANALYSING,
                        BuildPhase.INSTALLING,
                        BuildPhase.COMPILING,
                        BuildPhase.PACKAGING);
    }

    private static Map<String, String> two(String first, String second, String more) {
        return Map.of(
                "compose.yaml",
                "services: {a: {image: '%s', pull_policy: never%s}, b: {image: '%s', pull_policy: never%s}}\n%s"
                        .formatted(TINY, first, TINY, second, more),
                "Dockerfile",
                "FROM fairlead.test/tiny:1\nEXPOSE 81");
    }

    @Test
    void the_entry_is_named_or_the_only_one_it_can_be() throws IOException {
        assertThat(build(two("", ", ports: ['70']", "")).entry()).isEqualTo("b");
        assertThat(build(two(", expose: [60]", "", "")).port()).isEqualTo(60);
        var own = build(two("", ", expose: [1, 2]", "x-fairlead: {entry: b, port: 5}"));
        assertThat(own.entry() + own.port()).isEqualTo("b5");
        var files = new HashMap<>(two(", ports: ['1']", "", "x-fairlead: {entry: b}"));
        files.put("fairlead.yaml", "entry: a\nport: 9\n");
        assertThat(build(files).entry() + build(files).port()).isEqualTo("a9");
        assertThat(
                        build(
                                        Map.of(
                                                "compose.yaml",
                                                "services: {a: {build: .}}",
                                                "Dockerfile",
                                                "FROM " + TINY + "\nEXPOSE 81"))
                                .port())
                .isEqualTo(81);
        assertThat(build(Map.of("compose.yaml", "services: {a: {image: '" + TINY + "'}}")).port())
                .isEqualTo(8080);
    }

    @Test
    void what_cannot_be_told_or_reached_is_refused() {
        assertThatThrownBy(() -> build(two("", "", "")))
                .hasMessageContaining("which service answers? It could be a, b; choose by entry:");
        assertThatThrownBy(() -> build(two(", ports: ['1']", ", ports: ['2']", "")))
                .hasMessageContaining("It could be a, b");
        assertThatThrownBy(() -> build(two(", ports: ['1', '2']", "", "")))
                .hasMessageContaining("which port answers? It could be 1, 2");
        assertThatThrownBy(() -> build(two("", "", "x-fairlead: {entry: c}")))
                .hasMessageContaining("no service c that is on; there are a, b");
        assertThatThrownBy(() -> build(two(", network_mode: none, expose: [1]", "", "")))
                .hasMessageContaining("nothing reaches the entry");
        assertThatThrownBy(() ->
                        build(
                                Map.of(
                                        "compose.yaml",
                                        "services: {a: {image: fairlead.local/app:1}}")))
                .hasMessageContaining("services.a.image: images below fairlead.local");
        assertThatThrownBy(() ->
                        build(
                                Map.of(
                                        "compose.yaml",
                                        "services: {a: {image: none, pull_policy: never}}")))
                .isInstanceOfSatisfying(
                        BuildFailed.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.IMAGE_UNAVAILABLE));
        assertThatThrownBy(() ->
                        build(
                                Map.of(
                                        "compose.yaml",
                                        "services: {a: {build: .}}",
                                        "Dockerfile",
                                        "FROM fairlead.test/tiny:1\nRUN false")))
                .isInstanceOfSatisfying(
                        BuildFailed.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.IMAGE_BUILD_FAILED))
                .hasMessageStartingWith("a: ");
    }
}
