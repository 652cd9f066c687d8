package dev.fairlead.wasm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.dataplane.runtime.Guest;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.functions.Abi;
import dev.fairlead.model.functions.Limits;
import dev.fairlead.testkit.guests.Asking;
import dev.fairlead.testkit.guests.Heard;

import org.junit.jupiter.api.Test;

class HandlerGuestTest extends WasmGuestContract {
    @Override
    protected Guest actions(Limits limits) {
        return bed.guest(Abi.HANDLER, TestBed.resource("actions-handler.wasm"), limits);
    }

    @Test
    void a_status_outside_of_http_is_a_bad_response() {
        // Given
        Guest guest = actions(Asking.limits());
        // When
        Heard heard = Asking.ask(guest, Asking.get("/bad", ""));
        // Then
        assertThat(heard.errorCode()).isEqualTo(ErrorCode.GUEST_BAD_RESPONSE);
    }
}
