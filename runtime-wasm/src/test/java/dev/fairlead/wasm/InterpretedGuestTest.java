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
import dev.fairlead.wasm.compile.CompilerSettings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;

/// Guests whose compiled code is not there, on a runtime whose compiler never gets done.
class InterpretedGuestTest extends WasmGuestContract {
    InterpretedGuestTest(@TempDir Path cache) {
        super(new TestBed(hurried(cache)));
    }

    private static WasmSettings hurried(Path cache) {
        WasmSettings usual = WasmSettings.of(cache);
        CompilerSettings compiler = usual.compiler();
        var hurried =
                new CompilerSettings(
                        cache,
                        compiler.java(),
                        compiler.classPath(),
                        Duration.ofMillis(1),
                        compiler.heapMegabytes(),
                        compiler.idle());
        return new WasmSettings(
                hurried, usual.threads(), usual.mostPages(), usual.mostLoaded(), usual.idleAfter());
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
    void a_guest_answers_while_it_is_compiled_and_then_by_compiled_code(@TempDir Path cache)
            throws InterruptedException {
        // Given
        try (var whole = new TestBed(cache)) {
            Guest guest =
                    whole.guest(
                            Abi.HANDLER, TestBed.resource("actions-handler.wasm"), Asking.limits());
            var answers = new ArrayList<String>();
            // When
            answers.add(Asking.ask(guest, Asking.get("/hello", "")).text());
            long compiledBefore = whole.runtime().compiled();
            long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
            while (whole.runtime().compiled() == 0) {
                assertThat(System.nanoTime()).isLessThan(end);
                Thread.sleep(5);
                answers.add(Asking.ask(guest, Asking.get("/hello", "")).text());
            }
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
