package dev.fairlead.wasm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.dataplane.runtime.Guest;
import dev.fairlead.dataplane.runtime.Outcome;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.functions.Abi;
import dev.fairlead.model.functions.Limits;
import dev.fairlead.testkit.guests.Asking;
import dev.fairlead.testkit.guests.Heard;

import org.junit.jupiter.api.Test;

class CommandGuestTest extends WasmGuestContract {
    @Override
    protected Guest actions(Limits limits) {
        return bed.guest(Abi.COMMAND, TestBed.resource("actions-command.wasm"), limits);
    }

    @Test
    void an_exit_code_other_than_zero_is_a_failure() {
        // Given
        Guest guest = actions(Asking.limits());
        // When
        Heard heard = Asking.ask(guest, Asking.get("/exit", ""));
        // Then
        assertThat(heard.errorCode()).isEqualTo(ErrorCode.GUEST_FAILED);
        assertThat(heard.message()).contains("exit code 3");
    }

    @Test
    void a_large_answer_is_streamed_and_equals_what_was_sent() {
        // Given
        Guest guest = actions(Asking.limits());
        String body = "0123456789abcdef".repeat(40_000);
        // When
        Heard heard = Asking.ask(guest, Asking.post("/echo", body));
        // Then
        assertThat(heard.outcome()).isEqualTo(Outcome.ANSWERED);
        assertThat(heard.pieces()).isGreaterThan(5);
        assertThat(heard.text()).isEqualTo(body);
        assertThat(heard.header("content-type")).isEqualTo("text/plain; charset=utf-8");
    }
}
