package dev.fairlead.wasm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.dataplane.runtime.Guest;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.functions.Abi;
import dev.fairlead.model.functions.Limits;

import org.junit.jupiter.api.Test;

class HandlerGuestTest extends GuestRuntimeContract {
    @Override
    Guest actions(Limits limits) {
        return bed.guest(Abi.HANDLER, TestBed.resource("actions-handler.wasm"), limits);
    }

    @Test
    void a_status_outside_of_http_is_a_bad_response() {
        // Given
        Guest guest = actions(TestBed.limits());
        // When
        Heard heard = TestBed.ask(guest, TestBed.get("/bad", ""));
        // Then
        assertThat(heard.errorCode()).isEqualTo(ErrorCode.GUEST_BAD_RESPONSE);
    }
}
