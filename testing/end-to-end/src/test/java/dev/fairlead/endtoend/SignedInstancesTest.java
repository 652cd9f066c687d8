package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.endtoend.Installation.Reply;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;

/// A signature runs once on all instances together, and on none where nobody can say so.
@Tag("slow")
class SignedInstancesTest {
    private static final String PATH = "/fn/signed/paid";

    private final SharedPostgres postgres = new SharedPostgres(Map.of());
    private final Installation here = postgres.first();
    private final String id =
            here.javascript("signed", "paid", "export default () => 'ran';").path("id").asString();
    private final String secret = rotated("{}");

    /// Starts when the function and its secret are there.
    private final Installation there = postgres.beside(here);

    private String rotated(String body) {
        here.api("PUT", "/functions/" + id, "{\"access\":\"signed\"}");
        return here.api("POST", "/functions/" + id + "/signing-secret:rotate", body)
                .json()
                .path("secret")
                .asString();
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
