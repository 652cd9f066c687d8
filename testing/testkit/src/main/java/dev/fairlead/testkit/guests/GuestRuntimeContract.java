package dev.fairlead.testkit.guests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.dataplane.runtime.Guest;
import dev.fairlead.dataplane.runtime.Header;
import dev.fairlead.dataplane.runtime.Invocation;
import dev.fairlead.dataplane.runtime.Outcome;
import dev.fairlead.dataplane.runtime.RunReport;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.executions.LogLine;
import dev.fairlead.model.executions.StartKind;
import dev.fairlead.model.functions.Limits;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What every runtime must do with a guest that follows `actions.c`, `actions.js` and
/// `Actions.java`.
public abstract class GuestRuntimeContract {
    private static final Header JSON = new Header("content-type", "application/json");

    /// A guest of the actions, which the adapter's test closes in its end.
    protected abstract Guest actions(Limits limits);

    private Guest actions() {
        return actions(Asking.limits());
    }

    @Test
    void a_guest_answers_what_the_query_asks() {
        // Given
        Guest guest = actions();
        // When
        Heard heard = Asking.ask(guest, Asking.get("/hello", "name=Ada"));
        // Then
        assertThat(heard.outcome()).isEqualTo(Outcome.ANSWERED);
        assertThat(heard.status()).isEqualTo(200);
        assertThat(heard.header("content-type")).isEqualTo("application/json");
        assertThat(heard.text()).isEqualTo("{\"message\":\"Hello, Ada\"}");
    }

    @Test
    void a_guest_answers_what_a_json_body_asks() {
        // Given
        Guest guest = actions();
        // When
        Heard heard = Asking.ask(guest, Asking.post("/hello", "{\"name\":\"Ada\"}", JSON));
        // Then
        assertThat(heard.text()).isEqualTo("{\"message\":\"Hello, Ada\"}");
    }

    @Test
    void status_headers_and_body_are_the_guests() {
        // Given
        Guest guest = actions();
        // When
        Heard heard = Asking.ask(guest, Asking.get("/shaped", ""));
        // Then
        assertThat(heard.status()).isEqualTo(201);
        assertThat(heard.header("x-made-by")).isEqualTo("guest");
        assertThat(heard.header("content-type")).isEqualTo("text/plain");
        assertThat(heard.text()).isEqualTo("made");
    }

    @Test
    void a_guest_sees_the_headers_of_its_request() {
        // Given
        Guest guest = actions();
        // When
        Heard heard = Asking.ask(guest, Asking.get("/header", "", new Header("x-asked", "please")));
        // Then
        assertThat(heard.text()).isEqualTo("{\"got\":\"please\"}");
    }

    @Test
    void a_guest_that_never_ends_is_stopped_at_its_limit() {
        // Given
        Guest guest = actions(Asking.limits(Duration.ofMillis(200)));
        guest.prepare();
        // When
        Heard heard = Asking.ask(guest, Asking.get("/loop", ""));
        // Then
        assertThat(heard.errorCode()).isEqualTo(ErrorCode.GUEST_TIMEOUT);
        assertThat(heard.report().runNanos()).isBetween(190_000_000L, 1_000_000_000L);
    }

    @Test
    void a_guest_that_is_cancelled_stops() {
        // Given
        Guest guest = actions();
        guest.prepare();
        var heard = new Heard();
        Invocation invocation = guest.start(Asking.get("/loop", ""), heard);
        // When
        invocation.cancel();
        // Then
        assertThat(heard.outcome()).isEqualTo(Outcome.CANCELLED);
    }

    @Test
    void memory_beyond_the_limit_is_refused() {
        // Given
        Guest guest = actions();
        // When
        Heard heard = Asking.ask(guest, Asking.get("/memory", ""));
        // Then
        assertThat(heard.errorCode()).isEqualTo(ErrorCode.GUEST_OUT_OF_MEMORY);
        assertThat(heard.report().memoryPeakBytes()).isBetween(16L << 20, 32L << 20);
    }

    @Test
    void calls_that_nest_too_deep_end_the_call() {
        // Given
        Guest guest = actions();
        // When
        Heard heard = Asking.ask(guest, Asking.get("/recursion", ""));
        // Then
        assertThat(heard.errorCode()).isEqualTo(ErrorCode.GUEST_STACK_OVERFLOW);
    }

    @Test
    void an_answer_beyond_its_limit_ends_the_call() {
        // Given
        Limits usual = Asking.limits();
        Guest guest =
                actions(
                        new Limits(
                                usual.timeout(),
                                256L << 20,
                                64,
                                64,
                                usual.queueTimeout(),
                                1 << 20,
                                1 << 20));
        // When
        Heard heard = Asking.ask(guest, Asking.get("/output", ""));
        // Then
        assertThat(heard.errorCode()).isEqualTo(ErrorCode.GUEST_OUTPUT_TOO_LARGE);
    }

    @Test
    void a_flood_of_log_lines_is_cut_with_a_word() {
        // Given
        Guest guest = actions();
        // When
        RunReport report = Asking.ask(guest, Asking.get("/log", "")).report();
        // Then
        assertThat(report.outcome()).isEqualTo(Outcome.ANSWERED);
        assertThat(report.logs()).hasSize(1001);
        assertThat(report.logs().getFirst().text()).isEqualTo("line 0");
        assertThat(report.logs().getLast().text()).contains("truncated");
    }

    @Test
    void a_trap_is_the_guests_own_failure_without_our_insides() {
        // Given
        Guest guest = actions();
        // When
        Heard heard = Asking.ask(guest, Asking.get("/trap", ""));
        // Then
        assertThat(heard.errorCode()).isEqualTo(ErrorCode.GUEST_FAILED);
        assertThat(heard.message()).doesNotContain("java", "chicory", "dev.fairlead");
        assertThat(heard.report().logs().getLast().level()).isEqualTo("error");
    }

    @Test
    void after_every_failure_the_guest_still_answers() {
        // Given
        Guest guest = actions(Asking.limits(Duration.ofMillis(300)));
        guest.prepare();
        // When
        for (String path : List.of("/trap", "/recursion", "/loop", "/memory", "/trap")) {
            Asking.ask(guest, Asking.get(path, ""));
        }
        Heard heard = Asking.ask(guest, Asking.get("/hello", ""));
        // Then
        assertThat(heard.text()).isEqualTo("{\"message\":\"Hello, world\"}");
    }

    @Test
    void looping_guests_do_not_keep_others_from_answering() {
        // Given
        Guest looping = actions(Asking.limits(Duration.ofSeconds(20)));
        Guest other = actions();
        other.prepare();
        looping.prepare();
        var invocations = new ArrayList<Invocation>();
        for (int i = 0; i < 8; i++) {
            invocations.add(looping.start(Asking.get("/loop", ""), new Heard()));
        }
        // When
        Heard heard = Asking.ask(other, Asking.get("/hello", ""));
        // Then
        assertThat(heard.text()).isEqualTo("{\"message\":\"Hello, world\"}");
        invocations.forEach(Invocation::cancel);
    }

    @Test
    void the_first_call_is_cold_and_the_next_is_warm() {
        // Given
        Guest guest = actions();
        // When
        RunReport first = Asking.ask(guest, Asking.get("/hello", "")).report();
        RunReport second = Asking.ask(guest, Asking.get("/hello", "")).report();
        // Then
        assertThat(first.startKind()).isEqualTo(StartKind.COLD);
        assertThat(second.startKind()).isEqualTo(StartKind.WARM);
        assertThat(second.startNanos()).isLessThan(first.startNanos());
        assertThat(second.logs()).extracting(LogLine::text).isEmpty();
    }
}
