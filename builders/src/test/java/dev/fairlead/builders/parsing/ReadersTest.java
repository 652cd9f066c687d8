package dev.fairlead.builders.parsing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.builders.compiled.Workbench;
import dev.fairlead.builders.languages.BuilderSettings;
import dev.fairlead.sandbox.Readiness;
import dev.fairlead.sandbox.Sandbox;
import dev.fairlead.sandbox.SandboxSettings;
import dev.fairlead.sandbox.SandboxedProcess;
import dev.fairlead.sandbox.Step;
import dev.fairlead.sandbox.StepRun;
import dev.fairlead.sandbox.bubblewrap.Bubblewrap;
import dev.fairlead.testkit.waiting.Awaiting;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;

class ReadersTest {
    private final Path directory;
    private final Remembering sandbox;

    ReadersTest(@TempDir Path directory) throws IOException {
        this.directory = directory;
        this.sandbox =
                new Remembering(Bubblewrap.open(SandboxSettings.in(directory.resolve("sandbox"))));
    }

    /// The real sandbox, and what it started.
    private record Remembering(Sandbox real, List<SandboxedProcess> started) implements Sandbox {
        Remembering(Sandbox real) {
            this(real, new CopyOnWriteArrayList<>());
        }

        @Override
        public SandboxedProcess start(Step step, Consumer<String> remarks) throws IOException {
            SandboxedProcess process = real.start(step, remarks);
            started.add(process);
            return process;
        }

        @Override
        public Readiness readiness() {
            return real.readiness();
        }

        @Override
        public void close() {
            real.close();
        }
    }

    @AfterEach
    void close() {
        sandbox.close();
    }

    private Readers readers(boolean ahead) {
        var usual =
                BuilderSettings.of(
                        Path.of("/usr/bin/node"),
                        Path.of("node_modules").toAbsolutePath(),
                        directory.resolve("cache"));
        var settings = ahead ? usual.startingAhead() : usual;
        return new Readers(
                new Workbench(settings, new StepRun(sandbox)), SourceReading.scripts("JavaScript"));
    }

    private List<Path> rooms() {
        try (Stream<Path> all = Files.list(directory.resolve("cache/reading"))) {
            return all.toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static List<ProcessHandle> processes() {
        return ProcessHandle.current()
                .descendants()
                .filter(each -> {
                    try {
                        Path line = Path.of("/proc", Long.toString(each.pid()), "cmdline");
                        return Files.readString(line).contains("walk.mjs");
                    } catch (IOException e) {
                        return false;
                    }
                })
                .toList();
    }

    /// Whether this process knows that it ended: the kernel knows it first.
    private static boolean ended(SandboxedProcess process) {
        try {
            return process.await(Duration.ZERO);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private int read(Readers.Reader reader) throws IOException, InterruptedException {
        Path file = Files.writeString(directory.resolve("a.js"), "export const handle = () => 1;");
        return reader.step()
                .finish(Job.input(ScriptRules.ALL, Map.of("a.js", file), List.of()))
                .exitCode();
    }

    @Test
    void the_next_reader_is_there_before_it_is_needed_and_is_used_once() throws Exception {
        // Given
        Readers readers = readers(true);
        readers.expect();
        Awaiting.until("a reader", () -> !processes().isEmpty() && rooms().size() == 1);
        // When
        try (Readers.Reader first = readers.take();
                Readers.Reader second = readers.take()) {
            // Then
            assertThat(rooms()).containsExactlyInAnyOrder(first.room(), second.room());
            assertThat(read(first)).isZero();
            assertThat(first.step().runs()).isFalse();
            assertThat(read(second)).isZero();
        }
        assertThat(rooms()).isEmpty();
    }

    @Test
    void a_reader_that_died_while_it_waited_is_replaced() throws Exception {
        // Given
        Readers readers = readers(true);
        readers.expect();
        Awaiting.until("a reader", () -> !sandbox.started().isEmpty() && !processes().isEmpty());
        // When
        Awaiting.until(
                "its end",
                () -> {
                    processes().forEach(ProcessHandle::destroyForcibly);
                    return ended(sandbox.started().getFirst());
                });
        // Then
        try (Readers.Reader reader = readers.take()) {
            assertThat(read(reader)).isZero();
        }
    }

    @Test
    void nothing_is_started_ahead_for_a_single_build() throws Exception {
        // Given
        Readers readers = readers(false);
        // When
        try (Readers.Reader reader = readers.take()) {
            assertThat(read(reader)).isZero();
        }
        readers.expect();
        // Then
        assertThat(rooms()).isEmpty();
        assertThat(processes()).isEmpty();
    }
}
