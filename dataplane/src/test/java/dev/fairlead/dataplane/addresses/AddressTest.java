package dev.fairlead.dataplane.addresses;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Random;

class AddressTest {
    @Test
    void a_path_names_project_service_and_the_rest() {
        assertThat(Address.ofPath("/fn/demo/hello/a/b"))
                .contains(new Address("demo", "hello", "live", "/a/b"));
    }

    @Test
    void a_path_without_a_rest_is_the_services_root() {
        assertThat(Address.ofPath("/fn/demo/hello"))
                .contains(new Address("demo", "hello", "live", "/"));
    }

    @Test
    void a_host_names_alias_service_and_project() {
        assertThat(Address.ofHost("Canary--hello.demo.localhost:8080", "localhost", "/x"))
                .contains(new Address("demo", "hello", "canary", "/x"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "demo.localhost",
                ".demo.localhost",
                "hello.demo.example",
                "a.b.notlocalhost",
                ""
            })
    void other_hosts_are_no_services(String host) {
        assertThat(Address.ofHost(host, "localhost", "/")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/fn", "/fn/", "/fn/demo", "/fnx/a/b", "/healthz"})
    void other_paths_are_no_services(String path) {
        assertThat(Address.ofPath(path)).isEmpty();
    }

    @Test
    void no_host_or_path_makes_it_throw() {
        // Given
        long seed = Long.getLong("seed", System.nanoTime());
        var random = new Random(seed);
        String alphabet = "/fn.-ab:1é%\u0000localhost";
        for (int i = 0; i < 20_000; i++) {
            var text = new StringBuilder();
            for (int n = random.nextInt(24); n > 0; n--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            // When
            var path = Address.ofPath(text.toString());
            var host = Address.ofHost(text + ".localhost", "localhost", "/");
            // Then
            path.ifPresent(a -> assertThat(a.path()).as("seed " + seed).startsWith("/"));
            host.ifPresent(a -> assertThat(a.project()).as("seed " + seed).doesNotContain("."));
        }
    }
}
