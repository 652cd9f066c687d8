package dev.fairlead.wasm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.dataplane.runtime.Guest;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.executions.LogLine;
import dev.fairlead.model.functions.Abi;
import dev.fairlead.testkit.guests.Asking;
import dev.fairlead.testkit.guests.Heard;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;

class AssemblyScriptGuestTest {
    private static final TestBed BED = new TestBed();

    @AfterAll
    static void close() {
        BED.close();
    }

    private static Heard ask(String path, String query) {
        Guest guest =
                BED.guest(
                        Abi.ASSEMBLYSCRIPT,
                        TestBed.resource("actions-as.wasm"),
                        Asking.limits(Duration.ofSeconds(2)));
        return Asking.ask(guest, Asking.get(path, query));
    }

    @Test
    void a_handler_takes_and_gives_strings_beyond_ascii() {
        // Given
        String query = "name=Zo%C3%AB%F0%9F%98%80";
        // When
        Heard heard = ask("/hello", query);
        // Then
        assertThat(heard.text()).isEqualTo("{\"message\":\"Hello, Zoë😀\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "/loop,GUEST_TIMEOUT",
        "/memory,GUEST_OUT_OF_MEMORY",
        "/recursion,GUEST_STACK_OVERFLOW",
        "/trap,GUEST_FAILED"
    })
    void a_failure_is_told_by_its_kind(String path, ErrorCode code) {
        // Given
        String asked = path;
        // When
        Heard heard = ask(asked, "");
        // Then
        assertThat(heard.errorCode()).isEqualTo(code);
    }

    @Test
    void an_abort_names_its_message_and_its_place() {
        // Given
        String path = "/trap";
        // When
        Heard heard = ask(path, "");
        // Then
        assertThat(heard.message()).contains("on purpose", "actions-as.ts:");
    }

    @Test
    void random_numbers_differ_from_call_to_call() {
        // Given
        String path = "/random";
        // When
        String one = ask(path, "").text();
        String other = ask(path, "").text();
        // Then
        assertThat(one).isNotEqualTo(other);
    }

    @Test
    void console_lines_are_log_lines() {
        // Given
        String path = "/log";
        // When
        Heard heard = ask(path, "");
        // Then
        assertThat(heard.report().logs()).extracting(LogLine::text).containsExactly("careful");
        assertThat(heard.report().logs()).extracting(LogLine::level).containsExactly("warn");
    }
}
