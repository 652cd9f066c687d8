package dev.fairlead.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.fairlead.builders.Builders;
import dev.fairlead.builders.intake.SourceTree;
import dev.fairlead.builders.languages.BuildInput;
import dev.fairlead.builders.languages.BuildProgress;
import dev.fairlead.builders.languages.BuilderSettings;
import dev.fairlead.dataplane.runtime.Guest;
import dev.fairlead.dataplane.runtime.GuestBody;
import dev.fairlead.dataplane.runtime.GuestRequest;
import dev.fairlead.dataplane.runtime.GuestSpec;
import dev.fairlead.dataplane.runtime.Invocation;
import dev.fairlead.dataplane.runtime.Outcome;
import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.deployments.BuildPhase;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.executions.LogLine;
import dev.fairlead.model.executions.StartKind;
import dev.fairlead.model.functions.Abi;
import dev.fairlead.model.functions.ContentHash;
import dev.fairlead.model.functions.Language;
import dev.fairlead.model.functions.Limits;
import dev.fairlead.model.ids.FunctionId;
import dev.fairlead.sandbox.bubblewrap.Bubblewrap;
import dev.fairlead.sandbox.SandboxSettings;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// What a child does and what becomes of it; its answers are in the conformance suite.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProcessRuntimeTest {
    private static final Path SOURCE =
            Path.of("..", "testing", "end-to-end", "src/test/resources/conformance/java")
                    .toAbsolutePath()
                    .normalize();

    private final Bubblewrap sandbox;
    private final ProcessRuntime runtime;
    private final Path directory;
    private Path artifact = Path.of("");

    ProcessRuntimeTest(@TempDir Path directory) throws IOException {
        this.directory = directory;
        this.sandbox = Bubblewrap.open(SandboxSettings.in(directory.resolve("sandbox")));
        this.runtime =
                new ProcessRuntime(
                        ProcessSettings.in(directory.resolve("children")).withCallsEach(5),
                        sandbox);
    }

    private enum Unheard implements BuildProgress {
        UNHEARD;

        @Override
        public void phase(BuildPhase phase) {}

        @Override
        public void line(String text) {}
    }

    @BeforeAll
    void build() throws IOException, InterruptedException {
        artifact = built(SOURCE, "src/Actions.java");
    }

    private Path built(Path source, String file) throws IOException, InterruptedException {
        var tree = new SourceTree(source, List.of(file), ContentHash.of(new byte[0]));
        Path work = Files.createTempDirectory(directory, "work");
        var settings = BuilderSettings.of(Path.of("/usr/bin/node"), directory, directory);
        return new Builders(settings, sandbox)
                .of(Language.JAVA)
                .build(new BuildInput(tree, work, "test", Map.of(), Map.of(), Unheard.UNHEARD))
                .artifact();
    }

    @AfterAll
    void close() {
        runtime.close();
        sandbox.close();
    }

    private Guest guest(Duration timeout) throws IOException {
        return guest(artifact, timeout);
    }

    private Guest guest(Path jar, Duration timeout) throws IOException {
        var limits = new Limits(timeout, 32L << 20, 64, 64, timeout, 6L << 20, 1L << 20);
        return runtime.guest(
                new GuestSpec(
                        new FunctionId(UUID.randomUUID()),
                        1,
                        Abi.JAVA,
                        jar,
                        ContentHash.of(Files.readAllBytes(jar)),
                        limits,
                        Map.of()));
    }

    private static GuestRequest get(String path) {
        return new GuestRequest(
                "GET", path, "", List.of(), GuestBody.EMPTY, "f.test", "::1", "r", Instant.now());
    }

    private static Told ask(Guest guest, String path) {
        var told = new Told();
        guest.start(get(path), told);
        told.report();
        return told;
    }

    @Test
    void a_prepared_guest_answers_warm() throws IOException {
        // Given
        try (Guest guest = guest(Duration.ofSeconds(10))) {
            guest.prepare();
            // When
            Told told = ask(guest, "/hello");
            // Then
            assertThat(told.report().startKind()).isEqualTo(StartKind.WARM);
            assertThat(told.text()).isEqualTo("{\"message\":\"Hello, world\"}");
        }
    }

    @Test
    void a_child_keeps_its_state_and_is_replaced_after_its_calls() throws IOException {
        // Given
        var counts = new ArrayList<String>();
        // When
        try (Guest guest = guest(Duration.ofSeconds(10))) {
            for (int i = 0; i < 6; i++) {
                counts.add(ask(guest, "/count").text());
            }
        }
        // Then
        assertThat(counts).containsExactly("1", "2", "3", "4", "5", "1");
    }

    @Test
    void after_every_failure_the_guest_still_answers() throws IOException {
        // Given
        try (Guest guest = guest(Duration.ofSeconds(2))) {
            guest.prepare();
            // When
            List<ErrorCode> failures =
                    List.of("/fail", "/recursion", "/loop", "/memory", "/output", "/bad").stream()
                            .map(path -> ask(guest, path).failure())
                            .toList();
            Told told = ask(guest, "/hello");
            // Then
            assertThat(failures)
                    .containsExactly(
                            ErrorCode.GUEST_FAILED,
                            ErrorCode.GUEST_STACK_OVERFLOW,
                            ErrorCode.GUEST_TIMEOUT,
                            ErrorCode.GUEST_OUT_OF_MEMORY,
                            ErrorCode.GUEST_OUTPUT_TOO_LARGE,
                            ErrorCode.GUEST_BAD_RESPONSE);
            assertThat(told.status()).isEqualTo(200);
        }
    }

    @Test
    void a_failure_shows_the_authors_part_of_the_stack() throws IOException {
        // Given
        try (Guest guest = guest(Duration.ofSeconds(10))) {
            // When
            List<LogLine> logs = ask(guest, "/fail").report().logs();
            // Then
            assertThat(logs).extracting(LogLine::level).containsOnly("error");
            assertThat(logs.getFirst().text()).startsWith("    at Actions.handle(Actions.java:");
            assertThat(logs.getLast().text())
                    .isEqualTo("The function failed: IllegalStateException: it fails on purpose");
            assertThat(logs.toString()).doesNotContain("dev.fairlead", "java.base");
        }
    }

    @Test
    void a_flood_of_log_lines_is_cut_with_a_word() throws IOException {
        // Given
        try (Guest guest = guest(Duration.ofSeconds(10))) {
            // When
            List<LogLine> logs = ask(guest, "/flood").report().logs();
            // Then
            assertThat(logs).hasSize(1001);
            assertThat(logs.getLast().text()).contains("truncated");
        }
    }

    @Test
    void a_guest_that_is_cancelled_stops() throws IOException {
        // Given
        try (Guest guest = guest(Duration.ofSeconds(30))) {
            guest.prepare();
            var told = new Told();
            Invocation invocation = guest.start(get("/loop"), told);
            // When
            invocation.cancel();
            // Then
            assertThat(told.report().outcome()).isEqualTo(Outcome.CANCELLED);
        }
    }

    @Test
    void looping_guests_do_not_keep_others_from_answering() throws IOException {
        // Given
        try (Guest looping = guest(Duration.ofSeconds(30));
                Guest other = guest(Duration.ofSeconds(30))) {
            other.prepare();
            var invocations = new ArrayList<Invocation>();
            for (int i = 0; i < 4; i++) {
                invocations.add(looping.start(get("/loop"), new Told()));
            }
            // When
            Told told = ask(other, "/hello");
            // Then
            assertThat(told.status()).isEqualTo(200);
            invocations.forEach(Invocation::cancel);
        }
    }

    @Test
    void a_class_that_fails_while_it_loads_is_not_prepared() throws Exception {
        // Given
        Path source = Files.createTempDirectory(directory, "source");
        Files.writeString(
                source.resolve("A.java"),
                """
                import dev.fairlead.function.*;
                @CloudFunction class A implements Function {
                    A() { throw new IllegalStateException("no setting"); }
                    public Response handle(Request request) { return Response.text(""); }
                }
                """);
        try (Guest guest = guest(built(source, "A.java"), Duration.ofSeconds(10))) {
            // When
            BuildFailed failed = catchThrowableOfType(BuildFailed.class, guest::prepare);
            // Then
            assertThat(failed.detail()).contains("IllegalStateException: no setting");
        }
    }
}
