package dev.fairlead.controlplane.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.database.EmbeddedPostgres;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A database that is frozen, killed or not there costs a caller seconds, never more.
@Tag("slow")
class AwayTest {
    private static final Path HOME = TestPostgres.home();
    private static final EmbeddedPostgres SERVER = EmbeddedPostgres.start(HOME);
    private static final DatabaseSettings SETTINGS =
            new DatabaseSettings(
                    "127.0.0.1", SERVER.port(), "postgres", SERVER.user(), SERVER.password());

    @AfterAll
    static void close() {
        SERVER.close();
        TestPostgres.remove(HOME);
    }

    /// To the server and to everything it forked.
    private static void signal(String name) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("kill", "-" + name));
        ProcessHandle server = ProcessHandle.of(SERVER.pid()).orElseThrow();
        command.add(Long.toString(server.pid()));
        server.descendants().forEach(child -> command.add(Long.toString(child.pid())));
        new ProcessBuilder(command).start().waitFor();
    }

    private static Duration timed(Runnable work) {
        long began = System.nanoTime();
        work.run();
        return Duration.ofNanos(System.nanoTime() - began);
    }

    @Test
    void a_frozen_database_is_given_up_in_seconds_and_used_again_when_it_thaws() throws Exception {
        // Given
        try (var database = new Database(SETTINGS)) {
            database.migrate();
            assertThat(database.answers()).isTrue();
            signal("STOP");
            // When
            Duration took;
            try {
                took =
                        timed(() ->
                                assertThatThrownBy(() ->
                                                database.inInstallation(
                                                        handle -> handle.execute("select" + " 1")))
                                        .isInstanceOf(DatabaseUnavailable.class));
            } finally {
                signal("CONT");
            }
            // Then
            assertThat(took).isLessThan(Duration.ofSeconds(9));
            System.out.println("a frozen database was given up after " + took.toMillis() + " ms");
            assertThat(database.answers()).isTrue();
        }
    }

    @Test
    void a_database_that_is_not_there_is_told_apart_from_a_mistake() {
        // Given
        try (var database =
                new Database(new DatabaseSettings("127.0.0.1", 1, "postgres", "x", "y"))) {
            // When
            assertThatThrownBy(() -> database.inInstallation(handle -> 1))
                    // Then
                    .isInstanceOf(DatabaseUnavailable.class);
            assertThatThrownBy(database::migrate).isInstanceOf(DatabaseUnavailable.class);
            assertThat(database.answers()).isFalse();
        }
    }
}
