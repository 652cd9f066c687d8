package dev.fairlead.wasm.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.Random;

class JsonBytesTest {
    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-1.5e+10",
                "\"\"",
                "\"\\u00e9\\n\"",
                "[]",
                "[1,[2],{}]",
                "{\"a\":{\"b\":null}}",
                " true ",
                "false",
                "\"grüße\""
            })
    void json_is_known(String text) {
        // Given
        byte[] bytes = utf8(text);
        // When
        boolean valid = JsonBytes.valid(bytes);
        // Then
        assertThat(valid).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "01",
                "1.",
                "-",
                "1e",
                "\"",
                "\"\\x\"",
                "\"\\u12g4\"",
                "[1,]",
                "[1 2]",
                "{a:1}",
                "{\"a\"}",
                "{\"a\":1,}",
                "tru",
                "nul",
                "1 2",
                "\"\n\"",
                "{",
                "[",
                "undefined"
            })
    void what_is_no_json_is_known(String text) {
        // Given
        byte[] bytes = utf8(text);
        // When
        boolean valid = JsonBytes.valid(bytes);
        // Then
        assertThat(valid).isFalse();
    }

    @Test
    void nesting_without_end_is_refused_and_not_followed() {
        // Given
        byte[] bytes = utf8("[".repeat(1_000_000));
        // When
        boolean valid = JsonBytes.valid(bytes);
        // Then
        assertThat(valid).isFalse();
    }

    @Test
    void strings_come_back_as_they_were_written() {
        // Given
        long seed = new Random().nextLong();
        System.out.println("json seed " + seed);
        var random = new Random(seed);
        for (int i = 0; i < 5000; i++) {
            var text = new StringBuilder();
            int length = random.nextInt(20);
            for (int c = 0; c < length; c++) {
                int point = random.nextInt(random.nextBoolean() ? 0x80 : 0x110000);
                text.appendCodePoint(point >= 0xd800 && point < 0xe000 ? '?' : point);
            }
            var sink = new ByteSink(4);
            // When
            sink.addJson(text.toString());
            byte[] written = sink.take();
            // Then
            assertThat(JsonBytes.valid(written)).isTrue();
            assertThat(new JsonBytes(written).text(0, written.length)).isEqualTo(text.toString());
        }
    }

    @Test
    void random_bytes_are_never_more_than_invalid() {
        // Given
        long seed = new Random().nextLong();
        System.out.println("json bytes seed " + seed);
        var random = new Random(seed);
        String signs = "{}[]\":,\\u0123eE+-.truefalsn \u00e9";
        int valid = 0;
        // When
        for (int i = 0; i < 50_000; i++) {
            var text = new StringBuilder();
            int length = random.nextInt(12);
            for (int c = 0; c < length; c++) {
                text.append(signs.charAt(random.nextInt(signs.length())));
            }
            valid += JsonBytes.valid(utf8(text.toString())) ? 1 : 0;
        }
        // Then
        assertThat(valid).isBetween(1, 49_999);
    }
}
