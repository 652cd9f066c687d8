package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.Map;

/// Who a function thinks its caller is.
@Tag("slow")
class ClientAddressTest {
    private static final String TELL =
            """
            export default (r) => ({
              told: r.headers['x-forwarded-for'],
              by: r.headers['x-forwarded-proto'],
              forged: Object.keys(r.headers).filter((h) =>
                  ['forwarded', 'x-real-ip', 'x-forwarded-host', 'x-fairlead-caller'].includes(h)),
            });
            """;
    private static final String[] CLAIMS = {
        "x-forwarded-for", "203.0.113.9",
        "x-forwarded-proto", "https",
        "x-forwarded-host", "bank.example",
        "x-real-ip", "1.2.3.4",
        "x-fairlead-caller", "usr_root",
    };

    @Test
    void a_client_cannot_say_that_it_is_another() {
        // Given
        var fairlead = Installation.shared().ready();
        fairlead.javascript("clients", "direct", TELL);
        // When
        var told = fairlead.send("GET", "/fn/clients/direct", new byte[0], CLAIMS).json();
        // Then
        assertThat(told.path("told").asString()).isEqualTo("127.0.0.1");
        assertThat(told.path("by").asString()).isEqualTo("http");
        assertThat(told.path("forged")).isEmpty();
    }

    @Test
    void a_trusted_proxy_says_who_the_client_is() {
        // Given
        var settings = Map.of("FAIRLEAD_TRUSTED_PROXIES", "127.0.0.0/8,::1");
        try (var fairlead = Installation.fresh(settings).ready()) {
            fairlead.javascript("clients", "proxied", TELL);
            // When
            var told = fairlead.send("GET", "/fn/clients/proxied", new byte[0], CLAIMS).json();
            // Then
            assertThat(told.path("told").asString()).isEqualTo("203.0.113.9");
            assertThat(told.path("by").asString()).isEqualTo("https");
            assertThat(told.path("forged")).isEmpty();
        }
    }
}
