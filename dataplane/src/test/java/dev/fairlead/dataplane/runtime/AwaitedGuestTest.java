package dev.fairlead.dataplane.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.model.executions.StartKind;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// A guest that runs elsewhere, and another that waits for it.
class AwaitedGuestTest {
    private final List<String> told = new ArrayList<>();

    /// Runs until it is told to end or cancelled.
    private static final class Elsewhere implements Guest {
        private final CompletableFuture<Outcome> end = new CompletableFuture<>();

        @Override
        public void prepare() {}

        @Override
        public Invocation start(GuestRequest request, GuestAnswer answer) {
            Thread.ofVirtual()
                    .start(() -> {
                        Outcome outcome = end.join();
                        answer.head(201, List.of());
                        answer.done(new RunReport(outcome, StartKind.WARM, 0, 0, 0, List.of()));
                    });
            return () -> end.complete(Outcome.CANCELLED);
        }

        @Override
        public void close() {}
    }

    private final class Answer implements GuestAnswer {
        @Override
        public void head(int status, List<Header> headers) {
            told.add("head " + status);
        }

        @Override
        public void write(byte[] bytes) {}

        @Override
        public void done(RunReport report) {
            told.add(report.outcome().getClass().getSimpleName());
        }
    }

    /// Has so much time left, and is stopped already or not.
    private record Waiting(long deadline, boolean sound) implements Caller {
        static Waiting lasting(Duration time) {
            return new Waiting(System.nanoTime() + time.toNanos(), true);
        }

        @Override
        public boolean lend(Invocation callee) {
            return sound;
        }

        @Override
        public boolean takeBack() {
            return sound;
        }
    }

    private static GuestRequest request() {
        return new GuestRequest(
                "GET", "/", "", List.of(), GuestBody.EMPTY, "", "", "req", Instant.EPOCH);
    }

    @Test
    void who_waits_goes_on_when_the_answer_is_whole() {
        // Given
        var guest = new Elsewhere();
        guest.end.complete(Outcome.ANSWERED);
        // When
        guest.startWithin(request(), new Answer(), Waiting.lasting(Duration.ofMinutes(1)));
        // Then
        assertThat(told).containsExactly("head 201", "Answered");
    }

    @Test
    void at_the_end_of_the_callers_time_the_callee_is_cancelled() {
        // When
        new Elsewhere()
                .startWithin(request(), new Answer(), Waiting.lasting(Duration.ofMillis(20)));
        // Then
        assertThat(told).containsExactly("head 201", "Cancelled");
    }

    @Test
    void for_a_caller_that_was_stopped_before_nothing_runs_on() {
        // Given
        var stopped = new Waiting(System.nanoTime() + Duration.ofMinutes(1).toNanos(), false);
        // When
        new Elsewhere().startWithin(request(), new Answer(), stopped);
        // Then
        assertThat(told).containsExactly("head 201", "Cancelled");
    }
}
