package dev.fairlead.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/// What is handed on of what a step prints.
class StepRunTest {
    private static final String SECRET = "s3cr3t/with+signs&that=matter";

    private static List<String> printed(int limit, List<String> secrets, String text) {
        var printed = new Printed(limit, new Mask(secrets), _ -> {});
        printed.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        return printed.lines();
    }

    @Test
    void a_secret_is_masked_wherever_a_long_line_is_cut() {
        for (int before = 8192 - 60; before < 8192 + 60; before++) {
            // When
            var lines =
                    printed(
                            1 << 20,
                            List.of(SECRET),
                            "a".repeat(before) + SECRET + "b".repeat(9000));
            // Then
            String all = String.join("", lines);
            assertThat(all).isEqualTo("a".repeat(before) + "***" + "b".repeat(9000));
            assertThat(lines).allMatch(line -> line.length() <= 8192 + SECRET.length());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "u:", "us:", "user:", "a longer beginning "})
    void a_secret_in_base64_is_masked_behind_anything(String before) {
        // Given
        byte[] bytes = (before + SECRET + " and more").getBytes(StandardCharsets.UTF_8);
        // When
        String all =
                String.join(
                        "",
                        printed(9999, List.of(SECRET), Base64.getEncoder().encodeToString(bytes)));
        // Then
        assertThat(all).contains("***").hasSizeLessThan(before.length() * 2 + 30);
    }

    @Test
    void a_secret_in_a_url_is_masked() {
        // Given
        String inUrl = URLEncoder.encode(SECRET, StandardCharsets.UTF_8);
        // When
        var lines = printed(9999, List.of(SECRET), inUrl + "\n" + inUrl.toLowerCase(Locale.ROOT));
        // Then
        assertThat(lines).containsExactly("***", "***");
    }

    @Test
    void each_line_of_a_key_is_masked() {
        // Given
        String key = "-----BEGIN KEY-----\nMIIEvQIBADANBgkq\nhkiG9w0BAQEFAASC\n-----END KEY-----\n";
        // When
        var lines = printed(9999, List.of(key), "it is\n  MIIEvQIBADANBgkq\nand " + key);
        // Then
        assertThat(lines).containsExactly("it is", "  ***", "and ***", "***", "***", "***");
    }

    @Test
    void colours_inside_a_secret_do_not_uncover_it() {
        // When
        var lines = printed(9999, List.of("hunter22"), "is hun\u001b[31mter\u001b[0m22\n");
        // Then
        assertThat(lines).containsExactly("is ***");
    }

    @Test
    void a_log_plays_no_tricks_on_a_terminal() {
        // Given
        String text =
                "\u001b[2J\u001b[1;31mred\u001b[0m \u001b]0;title\u0007x\u0007\b\b\u009b5mz"
                        + "\u202egnp\u001bP1;2q~\u001b\\ \u001b(Bend\ttab\r\nover\rwritten\n";
        // When
        var lines = printed(9999, List.of(), text);
        // Then
        assertThat(lines).containsExactly("red xzgnp end\ttab", "over", "written");
    }

    @Test
    void nothing_but_text_comes_out_of_any_bytes() {
        var random = new Random(7);
        for (int round = 0; round < 200; round++) {
            // Given
            var bytes = new byte[2000];
            random.nextBytes(bytes);
            var printed = new Printed(1 << 20, new Mask(List.of()), _ -> {});
            // When
            printed.read(new ByteArrayInputStream(bytes));
            // Then
            assertThat(String.join("", printed.lines()).chars())
                    .noneMatch(c -> (c < 0x20 && c != '\t') || (c >= 0x7f && c < 0xa0));
        }
    }

    @Test
    void what_is_beyond_the_limit_is_dropped_and_said_once() {
        // Given
        var heard = new ArrayList<String>();
        var printed = new Printed(20, new Mask(List.of()), heard::add);
        // When
        printed.read(
                new ByteArrayInputStream(
                        "12345678\n".repeat(1000).getBytes(StandardCharsets.UTF_8)));
        printed.remark("network: refused evil.example:443");
        // Then
        assertThat(heard)
                .containsExactly(
                        "12345678",
                        "12345678",
                        "(the output is cut here)",
                        "network: refused evil.example:443");
    }
}
