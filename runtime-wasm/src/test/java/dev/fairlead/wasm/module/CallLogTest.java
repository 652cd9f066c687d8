package dev.fairlead.wasm.module;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.fairlead.model.executions.LogLine;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

class CallLogTest {
    private final CallLog log = new CallLog(new LiveSources(Instant.EPOCH));

    private List<LogLine> lines(String... written) {
        for (String text : written) {
            log.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return log.lines();
    }

    @Test
    void a_line_has_the_level_of_its_prefix() {
        // When
        List<LogLine> lines = lines("<7>a\n<6>b\n<5>c\n<4>d\n<3>e\n<0>f\n");
        // Then
        assertThat(lines)
                .extracting(LogLine::level, LogLine::text)
                .containsExactly(
                        tuple("debug", "a"),
                        tuple("info", "b"),
                        tuple("info", "c"),
                        tuple("warn", "d"),
                        tuple("error", "e"),
                        tuple("error", "f"));
    }

    @Test
    void what_is_no_level_is_text() {
        // When
        List<LogLine> lines = lines("<8>a\n<a>\n<4 b\nx<4>c\n<4>\n<\n\n");
        // Then
        assertThat(lines)
                .extracting(LogLine::level, LogLine::text)
                .containsExactly(
                        tuple("info", "<8>a"),
                        tuple("info", "<a>"),
                        tuple("info", "<4 b"),
                        tuple("info", "x<4>c"),
                        tuple("warn", ""),
                        tuple("info", "<"),
                        tuple("info", ""));
    }

    @Test
    void a_line_that_comes_in_pieces_keeps_its_level() {
        // When
        List<LogLine> lines = lines("<", "4", ">car", "eful\n<3", ">unfinished");
        // Then
        assertThat(lines)
                .extracting(LogLine::level, LogLine::text)
                .containsExactly(tuple("warn", "careful"), tuple("error", "unfinished"));
    }
}
