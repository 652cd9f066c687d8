package dev.fairlead.endtoend.languages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.dataplane.runtime.Header;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// What languages can do besides whose bodies are bytes and not texts.
abstract class BytesConformance extends LanguageConformance {
    @Test
    void bytes_that_are_no_text_come_through() throws IOException {
        // Given
        byte[] bytes = new byte[1021];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        // When
        Told told = ask("POST", "/echo", "", bytes, new Header("content-type", "image/png"));
        // Then
        assertThat(told.status()).isEqualTo(200);
        assertThat(told.bytes()).isEqualTo(bytes);
        assertThat(told.header("content-type")).isEqualTo("image/png");
    }

    @Test
    void what_is_said_to_be_json_comes_through_as_it_is() throws IOException {
        // Given
        String broken = "\"not\" { \n";
        // When
        Told told =
                ask(
                        "POST",
                        "/echo",
                        "",
                        broken.getBytes(StandardCharsets.UTF_8),
                        new Header("content-type", "application/json"));
        // Then
        assertThat(told.text()).isEqualTo(broken);
    }
}
