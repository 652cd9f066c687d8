package dev.fairlead.controlplane.control.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.Locale;

class SecretTextTest {
    @ParameterizedTest
    @EnumSource
    void a_secret_tells_what_it_opens_and_is_found_by_its_pattern(SecretText.Kind kind) {
        // Given
        SecretText secret = SecretText.generate(kind);
        // When / Then
        assertThat(secret.text()).matches(SecretText.PATTERN);
        assertThat(SecretText.parse(secret.text())).contains(secret);
        assertThat(SecretText.generate(kind)).isNotEqualTo(secret);
        assertThat(secret.hash()).matches("[0-9a-f]{64}").doesNotContain(secret.text());
        assertThat(secret.toString()).doesNotContain(secret.text().substring(4));
    }

    @Test
    void one_wrong_digit_is_seen_without_asking_anybody() {
        // Given
        String text = SecretText.generate(SecretText.Kind.USER_KEY).text();
        for (int at = 4; at < text.length(); at++) {
            char other = text.charAt(at) == '0' ? '1' : '0';
            // When / Then
            assertThat(SecretText.parse(text.substring(0, at) + other + text.substring(at + 1)))
                    .isEmpty();
        }
        assertThat(SecretText.parse(text.toUpperCase(Locale.ROOT))).isEmpty();
        assertThat(SecretText.parse(text + "0")).isEmpty();
        assertThat(SecretText.parse("")).isEmpty();
    }
}
