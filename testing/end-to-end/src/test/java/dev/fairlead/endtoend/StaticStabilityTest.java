package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Live functions answer whatever becomes of the database, and nothing that ran is forgotten.
@Tag("slow")
class StaticStabilityTest {
    private static final String HELLO = "export default (r) => ({hello: r.query.name})";

    @Test
    void a_frozen_database_stops_no_function_and_loses_no_record() throws Exception {
        try (var fairlead = Installation.fresh(Map.of()).ready()) {
            // Given
            String id = fairlead.javascript("stable", "hello", HELLO).path("id").asString();
            // When
            signalDatabase(fairlead, "STOP");
            for (int i = 0; i < 50; i++) {
                assertThat(fairlead.get("/fn/stable/hello?name=Ada").body()).contains("Ada");
            }
            Installation.Reply refused = fairlead.api("GET", "/functions/" + id, "");
            signalDatabase(fairlead, "CONT");
            // Then
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.code()).isEqualTo("database-unavailable");
            awaitExecutions(fairlead, id, 50);
        }
    }

    @Test
    void a_killed_database_comes_back_by_itself_with_every_record() throws Exception {
        try (var fairlead = Installation.fresh(Map.of()).ready()) {
            // Given
            String id = fairlead.javascript("stable", "hello", HELLO).path("id").asString();
            // When
            signalDatabase(fairlead, "KILL");
            for (int i = 0; i < 50; i++) {
                assertThat(fairlead.get("/fn/stable/hello?name=Ada").body()).contains("Ada");
            }
            // Then
            Installation.await(
                    () -> fairlead.api("GET", "/functions/" + id, "").status() == 200, "database");
            awaitExecutions(fairlead, id, 50);
        }
    }

    @Test
    void a_restart_without_its_database_serves_the_last_snapshot() throws Exception {
        try (var fairlead = Installation.fresh(Map.of()).ready()) {
            // Given
            fairlead.javascript("stable", "hello", HELLO);
            Path version = fairlead.data().resolve("postgres/data/PG_VERSION");
            fairlead.stop();
            String kept = Files.readString(version);
            Files.writeString(version, "9\n");
            // When
            fairlead.startAgain();
            Installation.Reply answer = fairlead.get("/fn/stable/hello?name=Ada");
            Installation.Reply api = fairlead.api("GET", "/functions", "");
            // Then
            assertThat(answer.body()).contains("Ada");
            assertThat(api.status()).isEqualTo(503);
            Files.writeString(version, kept);
            fairlead.ready();
            assertThat(fairlead.api("GET", "/functions", "").status()).isEqualTo(200);
        }
    }

    private static void awaitExecutions(Installation fairlead, String function, int count) {
        Installation.await(
                () -> {
                    Installation.Reply reply =
                            fairlead.api(
                                    "GET", "/functions/" + function + "/executions?limit=200", "");
                    return reply.status() == 200 && reply.json().path("items").size() == count;
                },
                count + " executions");
    }

    private static void signalDatabase(Installation fairlead, String signal)
            throws IOException, InterruptedException {
        Path pidFile = fairlead.data().resolve("postgres/data/postmaster.pid");
        long postmaster = Long.parseLong(Files.readAllLines(pidFile).getFirst().strip());
        List<Long> family =
                ProcessHandle.of(postmaster)
                        .orElseThrow()
                        .descendants()
                        .map(ProcessHandle::pid)
                        .toList();
        send(signal, postmaster);
        for (long child : family) {
            send(signal, child);
        }
    }

    private static void send(String signal, long pid) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, Long.toString(pid))
                .redirectErrorStream(true)
                .start()
                .waitFor();
    }
}
