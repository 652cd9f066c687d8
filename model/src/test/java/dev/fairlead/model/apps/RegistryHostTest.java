package dev.fairlead.model.apps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.model.errors.InvalidValue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryHostTest {
    @ParameterizedTest
    @CsvSource({
        "nginx, docker.io",
        "library/nginx, docker.io",
        "docker.io/library/nginx, docker.io",
        "index.docker.io/acme/app, docker.io",
        "registry-1.docker.io/acme/app, docker.io",
        "ghcr.io/acme/app, ghcr.io",
        "127.0.0.1:5000/app, 127.0.0.1:5000",
        "localhost/app, localhost",
        "GHCR.io/acme/app, ghcr.io"
    })
    void an_image_names_its_registry(String image, String host) {
        // When, Then
        assertThat(RegistryHost.of(image)).hasToString(host);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "https://ghcr.io", "ghcr.io/acme", "a b", "host:", "host:123456"})
    void what_is_no_host_is_refused(String text) {
        // When, Then
        assertThatThrownBy(() -> RegistryHost.parse(text)).isInstanceOf(InvalidValue.class);
    }

    @Test
    void one_that_is_too_long_is_refused() {
        // When, Then
        assertThatThrownBy(() -> RegistryHost.parse("a".repeat(256)))
                .isInstanceOf(InvalidValue.class);
    }
}
