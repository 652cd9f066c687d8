package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A PostgreSQL from Debian's package, run as its own user would, named by `FAIRLEAD_DATABASE_URL`.
@Tag("slow")
class DebianPostgresTest {
    private Path home = Path.of("");
    private int port;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        home = Files.createTempDirectory("fairlead-debian");
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxrwxrwx"));
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        Path password = home.resolve("pw");
        Files.writeString(password, "s3cret");
        run(
                "initdb",
                "-D",
                home + "/data",
                "-U",
                "app",
                "-A",
                "scram-sha-256",
                "--pwfile=" + password);
        run(
                "pg_ctl",
                "-D",
                home + "/data",
                "-w",
                "-l",
                home + "/log",
                "-o",
                "-p " + port + " -c listen_addresses=127.0.0.1 -c unix_socket_directories=",
                "start");
    }

    @AfterEach
    void stop() throws IOException, InterruptedException {
        run("pg_ctl", "-D", home + "/data", "-m", "fast", "-w", "stop");
    }

    private static Path programs() throws IOException {
        try (Stream<Path> versions = Files.list(Path.of("/usr/lib/postgresql"))) {
            return versions.sorted().reduce((_, last) -> last).orElseThrow().resolve("bin");
        }
    }

    private void run(String program, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        if ("root".equals(System.getProperty("user.name"))) {
            command.addAll(
                    List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"));
        }
        command.add(programs().resolve(program).toString());
        command.addAll(List.of(arguments));
        Path log = home.resolve(program + ".out");
        Process process =
                new ProcessBuilder(command)
                        .directory(home.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(log, StandardCharsets.UTF_8)).isZero();
    }

    @Test
    void functions_deploy_and_are_recorded_in_a_database_by_url() {
        // Given
        String url = "postgres://app:s3cret@127.0.0.1:" + port + "/postgres";
        try (var fairlead = Installation.fresh(Map.of("FAIRLEAD_DATABASE_URL", url)).ready()) {
            // When
            String id =
                    fairlead.javascript("url", "hello", "export default () => ({ok: true})")
                            .path("id")
                            .asString();
            Installation.Reply answer = fairlead.get("/fn/url/hello");
            // Then
            assertThat(answer.body()).isEqualTo("{\"ok\":true}");
            String path = "/functions/" + id + "/executions";
            Installation.await(
                    () -> fairlead.api("GET", path, "").json().path("items").size() == 1,
                    "the execution to be on record");
            assertThat(Files.exists(fairlead.data().resolve("postgres"))).isFalse();
        }
    }
}
