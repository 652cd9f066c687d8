package dev.fairlead.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.security.auth.module.UnixSystem;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;

/// The embedded PostgreSQL, for real: its data outlive every way to end.
@Tag("slow")
class EmbeddedPostgresTest {
    private Path home = Path.of("unset");

    @BeforeEach
    void makeHome() throws IOException {
        home =
                Files.createTempDirectory(
                        "fairlead-pg",
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwxr-xr-x")));
    }

    @AfterEach
    void removeHome() throws IOException, InterruptedException {
        new ProcessBuilder("rm", "-rf", home.toString()).start().waitFor();
    }

    private static Connection open(EmbeddedPostgres server, String password) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + server.port() + "/postgres",
                server.user(),
                password);
    }

    private static String ask(EmbeddedPostgres server, String sql) throws SQLException {
        try (var connection = open(server, server.password());
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            return rows.next() ? String.valueOf(rows.getString(1)) : "";
        }
    }

    private static void tell(EmbeddedPostgres server, String sql) throws SQLException {
        try (var connection = open(server, server.password());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void a_first_start_makes_a_durable_database_behind_a_password() throws Exception {
        // When
        try (EmbeddedPostgres server = EmbeddedPostgres.start(home)) {
            // Then
            assertThat(ask(server, "show data_checksums")).isEqualTo("on");
            assertThat(ask(server, "show fsync")).isEqualTo("on");
            assertThat(ask(server, "show server_encoding")).isEqualTo("UTF8");
            assertThat(ask(server, "show listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(ask(server, "show password_encryption")).isEqualTo("scram-sha-256");
            assertThat(Files.getPosixFilePermissions(home.resolve("password")))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
            assertThatThrownBy(() -> open(server, "guess"))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            e -> assertThat(e.getSQLState()).isEqualTo("28P01"));
            assertThat(ProcessHandle.of(server.pid())).isPresent();
        }
    }

    @Test
    void a_stop_and_a_second_start_keep_everything() throws Exception {
        // Given
        long pid;
        try (EmbeddedPostgres server = EmbeddedPostgres.start(home)) {
            tell(server, "create table kept as select 42 as answer");
            pid = server.pid();
        }
        assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
        // When
        long began = System.nanoTime();
        try (EmbeddedPostgres again = EmbeddedPostgres.start(home)) {
            // Then
            System.out.println(
                    "warm start took " + (System.nanoTime() - began) / 1_000_000 + " ms");
            assertThat(ask(again, "select answer from kept")).isEqualTo("42");
        }
    }

    @Test
    void what_was_committed_survives_a_kill() throws Exception {
        // Given
        EmbeddedPostgres server = EmbeddedPostgres.start(home);
        tell(server, "create table kept as select generate_series(1, 1000) as n");
        // When
        ProcessHandle.of(server.pid()).orElseThrow().destroyForcibly();
        server.onExit().get(20, TimeUnit.SECONDS);
        // Then
        try (EmbeddedPostgres again = EmbeddedPostgres.start(home, server.port())) {
            assertThat(ask(again, "select count(*) from kept")).isEqualTo("1000");
        }
    }

    @Test
    void a_lock_of_a_process_that_is_not_postgresql_is_stale() throws Exception {
        // Given
        EmbeddedPostgres.start(home).close();
        Files.writeString(
                home.resolve("data/postmaster.pid"), ProcessHandle.current().pid() + "\nx\n");
        // When
        try (EmbeddedPostgres again = EmbeddedPostgres.start(home)) {
            // Then
            assertThat(ask(again, "select 1")).isEqualTo("1");
        }
    }

    @Test
    void a_second_start_on_the_same_folder_says_so_and_leaves_the_first_alone() throws Exception {
        // Given
        try (EmbeddedPostgres first = EmbeddedPostgres.start(home)) {
            // When
            assertThatThrownBy(() -> EmbeddedPostgres.start(home))
                    // Then
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("another server uses " + home);
            assertThat(ask(first, "select 1")).isEqualTo("1");
        }
    }

    @Test
    void a_folder_that_nobody_may_enter_is_named() throws Exception {
        // Given
        assertThat(new UnixSystem().getUid())
                .as(
                        "only root starts it as somebody else: run the tests as root, as the README"
                                + " says")
                .isZero();
        Path closed = Files.createDirectory(home.resolve("closed"));
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
        // When
        assertThatThrownBy(() -> EmbeddedPostgres.start(closed.resolve("pg")))
                // Then
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("may not pass through " + closed);
    }

    @Test
    void it_ends_when_the_process_that_started_it_is_killed() throws Exception {
        // Given
        Process parent =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Orphan.class.getName(),
                                home.toString())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try (var output =
                new BufferedReader(
                        new InputStreamReader(parent.getInputStream(), StandardCharsets.UTF_8))) {
            long pid = Long.parseLong(output.readLine());
            ProcessHandle postgres = ProcessHandle.of(pid).orElseThrow();
            // When
            parent.destroyForcibly().waitFor();
            // Then
            postgres.onExit().get(20, TimeUnit.SECONDS);
        }
        try (EmbeddedPostgres next = EmbeddedPostgres.start(home)) {
            assertThat(ask(next, "select 1")).isEqualTo("1");
        }
    }

    /// A process that starts a server, tells its pid and waits to be killed.
    static final class Orphan {
        private Orphan() {}

        public static void main(String[] args) throws IOException {
            System.out.println(EmbeddedPostgres.start(Path.of(args[0])).pid());
            System.out.flush();
            while (System.in.read() >= 0) {
                // until the end
            }
        }
    }
}
