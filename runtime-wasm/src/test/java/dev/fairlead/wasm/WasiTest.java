package dev.fairlead.wasm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.dataplane.runtime.Guest;
import dev.fairlead.dataplane.runtime.Header;
import dev.fairlead.model.functions.Abi;
import dev.fairlead.testkit.guests.Asking;
import dev.fairlead.testkit.guests.Heard;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;

class WasiTest {
    private final TestBed bed = new TestBed();

    @AfterEach
    void close() {
        bed.close();
    }

    @Test
    void a_command_finds_clocks_random_bytes_and_variables_but_no_files() {
        // Given
        Guest guest = bed.guest(Abi.COMMAND, TestBed.resource("wasi.wasm"), Asking.limits());
        // When
        Heard heard =
                Asking.ask(guest, Asking.get("/", "", new Header("proxy", "http://elsewhere")));
        // Then
        Map<String, String> got =
                heard.text()
                        .lines()
                        .map(line -> line.split("=", 2))
                        .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
        assertThat(got)
                .containsEntry("argc", "1")
                .containsEntry("random", "1")
                .containsEntry("method", "GET")
                .containsEntry("greeting", "hi")
                .containsEntry("proxy", "none")
                .containsEntry("file", "refused")
                .containsEntry("seek", "1")
                .containsEntry("close", "1");
        assertThat(Long.parseLong(got.get("wall")))
                .isBetween(Instant.now().getEpochSecond() - 60, Instant.now().getEpochSecond() + 1);
        assertThat(Long.parseLong(got.get("slept"))).isBetween(29_000_000L, 5_000_000_000L);
    }
}
