package dev.fairlead.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.sandbox.bubblewrap.Bubblewrap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Servers that are killed, that are not root, and that have no bubblewrap.
class ServersTest {
    private static final Path GROUPS = Path.of("/sys/fs/cgroup");

    private @TempDir Path directory;

    private Process server(List<String> prefix, String classes, String script) throws IOException {
        var command = new ArrayList<>(prefix);
        command.addAll(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classes,
                        StepServer.class.getName(),
                        directory.toString(),
                        script));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static List<Path> groupsOf(long pid) throws IOException {
        var found = new ArrayList<Path>();
        Files.walkFileTree(
                GROUPS,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(
                            Path folder, BasicFileAttributes attributes) {
                        String name = folder.getFileName().toString();
                        if (name.startsWith("fairlead-") && name.contains("-" + pid + "-")) {
                            found.add(folder);
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException e) {
                        return FileVisitResult.CONTINUE;
                    }
                });
        return found;
    }

    @Test
    void steps_of_a_killed_server_end_and_the_next_start_removes_what_is_left() throws Exception {
        // Given
        Process server =
                server(
                        List.of(),
                        System.getProperty("java.class.path"),
                        "sleep 710016 & (setsid sleep 710017 &) ; echo up; sleep 710016");
        try {
            BufferedReader said = server.inputReader();
            assertThat(said.readLine()).startsWith("sandbox: bubblewrap");
            assertThat(said.readLine()).isEqualTo("up");
            assertThat(Processes.withArgument("710016", "710017")).isNotEmpty();
        } finally {
            // When
            server.destroyForcibly().waitFor();
        }
        // Then
        Processes.await(() -> Processes.below(directory).isEmpty());
        Processes.await(() -> Processes.withArgument("710016", "710017").isEmpty());
        Path state = directory.resolve("state");
        assertThat(runs(state)).isNotEmpty();
        Bubblewrap.open(SandboxSettings.in(state)).close();
        assertThat(runs(state)).isEmpty();
        assertThat(groupsOf(server.pid())).isEmpty();
    }

    private static List<Path> runs(Path state) throws IOException {
        try (Stream<Path> all = Files.list(state)) {
            return all.toList();
        }
    }

    @Test
    void a_server_that_is_not_root_keeps_steps_apart_too() throws Exception {
        // Given
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        String classes = reachable(System.getProperty("java.class.path"));
        // When
        Process server =
                server(
                        List.of("setpriv", "--reuid=65533", "--regid=65533", "--clear-groups"),
                        classes,
                        "id -u; cat /run/secrets/TOKEN; echo; unshare -U true || echo refused;"
                                + " ls "
                                + directory
                                + " || echo hidden; echo kept > out");
        var said =
                new String(server.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .toList();
        // Then
        assertThat(server.waitFor()).as(said.toString()).isZero();
        assertThat(said.getFirst()).contains("bubblewrap").contains("Delegate=yes");
        assertThat(said).contains("1000", "correct-horse-battery", "refused", "hidden");
    }

    /// The class path where everybody may read it: folders of classes while tests run alone, jars
    /// in a whole build.
    private String reachable(String classPath) throws IOException {
        var all = new ArrayList<String>();
        for (String entry : classPath.split(":", -1)) {
            Path from = Path.of(entry);
            if (Files.isDirectory(from)) {
                Path to = directory.resolve("classes" + all.size());
                copy(from, to);
                all.add(to.toString());
            } else if (Files.exists(from)) {
                all.add(Files.copy(from, directory.resolve(all.size() + ".jar")).toString());
            }
        }
        return String.join(":", all);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    @Test
    void a_machine_without_bubblewrap_says_what_to_install() throws Exception {
        // Given
        var settings =
                SandboxSettings.in(directory.resolve("state"))
                        .withProgram(directory.resolve("nowhere"));
        Path work = Files.createDirectory(directory.resolve("work"));
        var limits = StepLimits.BUILD.within(Duration.ofSeconds(5));
        try (Bubblewrap sandbox = Bubblewrap.open(settings)) {
            // When, Then
            assertThatThrownBy(() -> sandbox.start(Step.of(List.of("/usr/bin/true"), work, limits)))
                    .isInstanceOfSatisfying(
                            BuildFailed.class,
                            e -> {
                                assertThat(e.code()).isEqualTo(ErrorCode.SANDBOX_MISSING);
                                assertThat(e.detail()).contains("install the package bubblewrap");
                            });
        }
    }

    @Test
    void a_bubblewrap_that_does_not_work_is_not_used() throws Exception {
        // Given
        var settings =
                SandboxSettings.in(directory.resolve("state"))
                        .withProgram(Path.of("/usr/bin/false"));
        Path work = Files.createDirectory(directory.resolve("work"));
        try (Bubblewrap sandbox = Bubblewrap.open(settings)) {
            // When, Then
            assertThat(sandbox.readiness().ready()).isFalse();
            assertThatThrownBy(() ->
                            sandbox.start(
                                    Step.of(List.of("/usr/bin/true"), work, StepLimits.BUILD)))
                    .isInstanceOf(BuildFailed.class);
        }
    }
}
