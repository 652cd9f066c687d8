package dev.fairlead.wasm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.dataplane.runtime.Guest;
import dev.fairlead.dataplane.versions.GuestSpec;
import dev.fairlead.model.functions.Abi;
import dev.fairlead.testkit.guests.Asking;
import dev.fairlead.testkit.guests.Heard;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

class DensityTest {
    private static WasmSettings settings(long mostPages, int mostLoaded, Duration idleAfter) {
        WasmSettings usual = WasmSettings.of(TestBed.CACHE);
        return new WasmSettings(
                usual.compiler(), usual.threads(), mostPages, mostLoaded, idleAfter);
    }

    private static List<Guest> scripts(TestBed bed, int count) {
        List<Guest> guests = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            guests.add(bed.script("export default () => " + i + ";"));
        }
        return guests;
    }

    private static List<String> askAll(List<Guest> guests) {
        return guests.stream().map(guest -> Asking.ask(guest, Asking.get("/", "")).text()).toList();
    }

    @Test
    void a_hundred_thousand_idle_guests_hold_nothing() {
        // Given
        try (var bed = new TestBed()) {
            GuestSpec spec =
                    bed.spec(Abi.SCRIPT, TestBed.resource("actions.js"), Asking.limits(), Map.of());
            List<Guest> guests = new ArrayList<>();
            // When
            for (int i = 0; i < 100_000; i++) {
                guests.add(bed.runtime().guest(spec));
            }
            // Then
            assertThat(bed.runtime().heldPages()).isZero();
            assertThat(bed.runtime().loadedGuests()).isZero();
            assertThat(Asking.ask(guests.getLast(), Asking.get("/state", "")).text())
                    .isEqualTo("1");
        }
    }

    @Test
    void more_guests_than_may_be_loaded_all_answer() {
        // Given
        try (var bed = new TestBed(settings(10_000, 3, Duration.ofSeconds(60)))) {
            List<Guest> guests = scripts(bed, 8);
            // When
            List<String> first = askAll(guests);
            List<String> second = askAll(guests);
            // Then
            assertThat(first).containsExactly("0", "1", "2", "3", "4", "5", "6", "7");
            assertThat(second).isEqualTo(first);
            assertThat(bed.runtime().loadedGuests()).isLessThanOrEqualTo(3);
        }
    }

    @Test
    void idle_instances_make_room_when_memory_is_short() {
        // Given
        try (var bed = new TestBed(settings(80, 100, Duration.ofSeconds(60)))) {
            List<Guest> guests = scripts(bed, 8);
            // When
            List<String> answers = askAll(guests);
            // Then
            assertThat(answers).containsExactly("0", "1", "2", "3", "4", "5", "6", "7");
            assertThat(bed.runtime().heldPages()).isLessThanOrEqualTo(80);
        }
    }

    @Test
    void a_guest_that_nobody_asks_gives_its_memory_back() throws Exception {
        // Given
        try (var bed = new TestBed(settings(10_000, 100, Duration.ofMillis(20)))) {
            Guest guest = bed.script("export default () => 1;");
            Asking.ask(guest, Asking.get("/", ""));
            long end = System.nanoTime() + 30_000_000_000L;
            // When
            while (bed.runtime().loadedGuests() > 0 && System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            // Then
            assertThat(bed.runtime().heldPages()).isZero();
            assertThat(Asking.ask(guest, Asking.get("/", "")).text()).isEqualTo("1");
        }
    }

    @Test
    void many_calls_at_once_all_answer() {
        // Given
        try (var bed = new TestBed()) {
            Guest guest = bed.script("export default r => Number(r.query.n);");
            guest.prepare();
            List<Heard> heard = new ArrayList<>();
            // When
            for (int i = 0; i < 3000; i++) {
                var answer = new Heard();
                heard.add(answer);
                guest.start(Asking.get("/", "n=" + i), answer);
            }
            // Then
            for (int i = 0; i < heard.size(); i++) {
                heard.get(i).report();
                assertThat(heard.get(i).text()).isEqualTo(String.valueOf(i));
            }
        }
    }
}
