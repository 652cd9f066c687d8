package dev.fairlead.wasm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.dataplane.runtime.Guest;
import dev.fairlead.testkit.guests.Asking;
import dev.fairlead.testkit.guests.GuestRuntimeContract;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;

/// What guests in WebAssembly must do besides.
abstract class WasmGuestContract extends GuestRuntimeContract {
    final TestBed bed;

    WasmGuestContract() {
        this(new TestBed());
    }

    WasmGuestContract(TestBed bed) {
        this.bed = bed;
    }

    @AfterEach
    void close() {
        bed.close();
    }

    @Test
    void every_call_starts_from_the_same_state() {
        // Given
        Guest guest = actions(Asking.limits());
        var answers = new ArrayList<String>();
        // When
        for (int i = 0; i < 50; i++) {
            answers.add(Asking.ask(guest, Asking.get("/state", "")).text());
        }
        // Then
        assertThat(answers).containsOnly("1");
    }

    @Test
    void a_closed_guest_gives_its_memory_back() {
        // Given
        long before = bed.runtime().heldPages();
        Guest guest = actions(Asking.limits());
        Asking.ask(guest, Asking.get("/hello", ""));
        // When
        guest.close();
        // Then
        assertThat(bed.runtime().heldPages()).isEqualTo(before);
    }
}
