package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.database.EmbeddedPostgres;
import dev.fairlead.endtoend.Installation.Reply;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/// A signature runs once on all instances together, and on none where nobody can say so.
@Tag("slow")
class SignedInstancesTest {
    private static final String PATH = "/fn/signed/paid";

    private final EmbeddedPostgres postgres = EmbeddedPostgres.start(home());
    private final Map<String, String> shared =
            Map.of(
                    "FAIRLEAD_DATABASE_URL",
                    "postgres://%s:%s@127.0.0.1:%d/postgres"
                            .formatted(postgres.user(), postgres.password(), postgres.port()));
    private final Installation here = Installation.fresh(shared).ready();
    private final String id =
            here.javascript("signed", "paid", "export default () => 'ran';").path("id").asString();
    private final String secret = rotated("{}");
    private final Installation there = second();

    private static Path home() {
        try {
            Path home = Files.createTempDirectory("fairlead-signed");
            Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
            return home.resolve("postgres");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String rotated(String body) {
        here.api("PUT", "/functions/" + id, "{\"access\":\"signed\"}");
        return here.api("POST", "/functions/" + id + "/signing-secret:rotate", body)
                .json()
                .path("secret")
                .asString();
    }

    /// Starts when the function and its secret are there, with the same key and artifacts.
    private Installation second() {
        return Installation.fresh(
                        shared,
                        data -> {
                            copy(here.data().resolve("master-key"), data.resolve("master-key"));
                            copy(here.data().resolve("artifacts"), data.resolve("artifacts"));
                        })
                .ready();
    }

    private static void copy(Path from, Path to) {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path one : all.toList()) {
                Files.copy(
                        one,
                        to.resolve(from.relativize(one).toString()),
                        StandardCopyOption.COPY_ATTRIBUTES);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterEach
    void close() {
        there.close();
        here.close();
        postgres.close();
    }

    private SignedRequest request() {
        return new SignedRequest(PATH, secret).signed();
    }

    private static String answer(Reply reply) {
        return reply.status() == 200 ? "ran" : reply.code();
    }

    @Test
    void what_ran_here_does_not_run_there() {
        // Given
        SignedRequest request = request();
        assertThat(answer(request.send(here))).isEqualTo("ran");
        // When
        Reply again = request.send(there);
        // Then
        assertThat(again.code()).isEqualTo("nonce-used");
        assertThat(answer(request().send(there))).isEqualTo("ran");
    }

    @Test
    void of_many_at_once_on_both_one_runs() {
        for (int round = 0; round < 5; round++) {
            // Given
            SignedRequest request = request();
            var answers = new ConcurrentLinkedQueue<String>();
            // When
            try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < 40; i++) {
                    Installation to = i % 2 == 0 ? here : there;
                    callers.execute(() -> answers.add(answer(request.send(to))));
                }
            }
            // Then
            assertThat(answers)
                    .hasSize(40)
                    .containsOnlyOnce("ran")
                    .containsOnly("ran", "nonce-used");
        }
    }

    @Test
    void a_secret_that_was_ended_here_opens_nothing_there() {
        // Given
        assertThat(answer(request().send(there))).isEqualTo("ran");
        // When
        rotated("{\"graceSeconds\":0}");
        // Then
        assertThat(request().send(there).code()).isEqualTo("signature-wrong");
    }

    @Test
    void without_the_database_nothing_signed_runs_also_after_a_restart() {
        // Given
        SignedRequest request = request();
        postgres.close();
        // When
        Reply away = request.send(here);
        here.stop();
        here.startAgain();
        Reply restarted = request.send(here);
        SignedRequest wrong = request();
        wrong.query = "more";
        // Then
        assertThat(away.status()).as(away.body()).isEqualTo(503);
        assertThat(away.code()).isEqualTo("access-undecided");
        assertThat(restarted.code()).isEqualTo("access-undecided");
        assertThat(restarted.whole().headers().firstValue("retry-after")).isPresent();
        assertThat(wrong.send(here).code()).isEqualTo("signature-wrong");
    }
}
