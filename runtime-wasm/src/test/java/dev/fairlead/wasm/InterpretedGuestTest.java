package dev.fairlead.wasm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.dataplane.runtime.Guest;
import dev.fairlead.dataplane.runtime.GuestAnswer;
import dev.fairlead.dataplane.runtime.GuestRequest;
import dev.fairlead.dataplane.runtime.Invocation;
import dev.fairlead.model.functions.Abi;
import dev.fairlead.model.functions.Limits;
import dev.fairlead.testkit.guests.Asking;
import dev.fairlead.testkit.guests.Heard;
import dev.fairlead.testkit.waiting.Awaiting;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;

/// Guests whose compiled code is not there, on a runtime whose compiler never gets done.
class InterpretedGuestTest extends WasmGuestContract {
    InterpretedGuestTest(@TempDir Path cache) {
        super(new TestBed(TestBed.hurried(cache)));
    }

    /// Nobody prepares a version whose compiled code got lost.
    private record Unprepared(Guest guest) implements Guest {
        @Override
        public void prepare() {}

        @Override
        public Invocation start(GuestRequest request, GuestAnswer answer) {
            return guest.start(request, answer);
        }

        @Override
        public void close() {
            guest.close();
        }
    }

    @Override
    protected Guest actions(Limits limits) {
        return new Unprepared(
                bed.guest(Abi.HANDLER, TestBed.resource("actions-handler.wasm"), limits));
    }

    @Test
    void a_guest_answers_while_it_is_compiled_and_then_by_compiled_code(@TempDir Path cache) {
        // Given
        try (var whole = new TestBed(cache)) {
            Guest guest =
                    whole.guest(
                            Abi.HANDLER, TestBed.resource("actions-handler.wasm"), Asking.limits());
            var answers = new ArrayList<String>();
            // When
            answers.add(Asking.ask(guest, Asking.get("/hello", "")).text());
            long compiledBefore = whole.runtime().compiled();
            Awaiting.until(
                    "the compiled code",
                    () -> {
                        answers.add(Asking.ask(guest, Asking.get("/hello", "")).text());
                        return whole.runtime().compiled() > 0;
                    });
            guest.prepare();
            Heard heard = Asking.ask(guest, Asking.get("/hello", ""));
            // Then
            assertThat(compiledBefore).isZero();
            assertThat(answers).containsOnly("{\"message\":\"Hello, world\"}");
            assertThat(heard.text()).isEqualTo(answers.getFirst());
            assertThat(whole.runtime().loadedGuests()).isEqualTo(1);
        }
    }
}
