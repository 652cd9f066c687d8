package dev.fairlead.dataplane.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.model.errors.InvalidValue;

import io.vertx.core.MultiMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;

class CorsTest {
    private static Cors of(boolean credentials, String... origins) {
        return new Cors(
                List.of(origins), List.of(), List.of(), List.of(), credentials, Duration.ZERO);
    }

    @ParameterizedTest
    @CsvSource({
        "https://app.example.org, https://app.example.org, true",
        "https://app.example.org, https://APP.example.org, true",
        "https://app.example.org, http://app.example.org, false",
        "https://app.example.org, https://app.example.org.evil.example, false",
        "https://*.example.org, https://a.example.org, true",
        "https://*.example.org, https://a.b.example.org, false",
        "https://*.example.org, https://example.org, false",
        "https://*.example.org, https://evil-example.org, false",
        "*, https://anything.example, true",
        "*, null, true",
        "https://app.example.org, null, false"
    })
    void an_origin_is_allowed_or_not(String allowed, String origin, boolean may) {
        // When / Then
        assertThat(of(false, allowed).allows(origin)).isEqualTo(may);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "example.org", "https://a/b", "https://*", "null", "https://*.*.x"})
    void what_is_no_origin_is_refused(String origin) {
        // When / Then
        assertThatThrownBy(() -> of(false, origin)).isInstanceOf(InvalidValue.class);
    }

    @Test
    void everybody_may_not_send_credentials() {
        // When / Then
        assertThatThrownBy(() -> of(true, "*")).isInstanceOf(InvalidValue.class);
    }

    @Test
    void one_of_several_origins_is_named_alone() {
        // Given
        Cors cors = of(true, "https://a.example", "https://b.example");
        MultiMap fields = MultiMap.caseInsensitiveMultiMap();
        // When
        cors.grant("https://b.example", fields);
        // Then
        assertThat(fields.get("access-control-allow-origin")).isEqualTo("https://b.example");
        assertThat(fields.get("access-control-allow-credentials")).isEqualTo("true");
        assertThat(cors.varies()).isTrue();
    }
}
