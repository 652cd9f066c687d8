package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.Map;

/// How often functions may be called.
@Tag("slow")
class RateLimitTest {
    private static final String HELLO = "export default () => ({ hello: 'world' });";

    private static String set(Installation fairlead, String name, Map<String, Object> rate) {
        String id = fairlead.javascript("limited", name, HELLO).path("id").asString();
        Installation.Reply reply =
                fairlead.api(
                        "PUT",
                        "/functions/" + id,
                        Installation.JSON.writeValueAsString(Map.of("rateLimit", rate)));
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        return id;
    }

    @Test
    void one_call_more_than_the_limit_is_answered_with_429_and_when_to_come_again() {
        // Given
        var fairlead = Installation.shared().ready();
        String id = set(fairlead, "five", Map.of("requests", 5, "periodSeconds", 3600));
        for (int left = 4; left >= 0; left--) {
            var answer = fairlead.get("/fn/limited/five");
            assertThat(answer.status()).isEqualTo(200);
            var headers = answer.whole().headers();
            assertThat(headers.firstValue("ratelimit-policy")).contains("\"function\";q=5;w=3600");
            assertThat(headers.firstValue("ratelimit").orElse(""))
                    .startsWith("\"function\";r=" + left + ";t=");
        }
        // When
        var sixth = fairlead.get("/fn/limited/five");
        // Then
        assertThat(sixth.status()).isEqualTo(429);
        assertThat(sixth.code()).isEqualTo("rate-limited");
        var headers = sixth.whole().headers();
        assertThat(headers.firstValueAsLong("retry-after").orElse(0)).isBetween(1L, 720L);
        assertThat(headers.firstValue("ratelimit").orElse("")).startsWith("\"function\";r=0;t=");
        var described = fairlead.api("GET", "/functions/" + id, "").json().path("rateLimit");
        assertThat(described.path("burst").asInt()).isEqualTo(5);
        assertThat(described.path("per").asString()).isEqualTo("address");
    }

    @Test
    void a_limit_can_be_changed_and_taken_away() {
        // Given
        var fairlead = Installation.shared().ready();
        String id =
                set(
                        fairlead,
                        "gone",
                        Map.of("requests", 1, "periodSeconds", 3600, "per", "function"));
        assertThat(fairlead.get("/fn/limited/gone").status()).isEqualTo(200);
        assertThat(fairlead.get("/fn/limited/gone").status()).isEqualTo(429);
        // When
        fairlead.api("PUT", "/functions/" + id, "{\"rateLimit\":{\"requests\":0}}");
        // Then
        var answer = fairlead.get("/fn/limited/gone");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.whole().headers().firstValue("ratelimit")).isEmpty();
        assertThat(fairlead.api("GET", "/functions/" + id, "").json().has("rateLimit")).isFalse();
    }

    @Test
    void a_limit_out_of_range_is_refused_by_its_field() {
        // Given
        var fairlead = Installation.shared().ready();
        String id = fairlead.javascript("limited", "wrong", HELLO).path("id").asString();
        // When
        var reply =
                fairlead.api(
                        "PUT",
                        "/functions/" + id,
                        "{\"rateLimit\":{\"requests\":5,\"periodSeconds\":90000}}");
        // Then
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().path("errors").path(0).path("pointer").asString())
                .isEqualTo("/rateLimit/periodSeconds");
    }

    @Test
    void addresses_behind_a_trusted_proxy_are_counted_each_and_by_64_where_they_are_long() {
        // Given
        var settings =
                Map.of(
                        "FAIRLEAD_TRUSTED_PROXIES", "127.0.0.1",
                        "FAIRLEAD_ADDRESS_RATE", "2/1h");
        try (var fairlead = Installation.fresh(settings).ready()) {
            fairlead.javascript("limited", "each", HELLO);
            // When / Then
            assertThat(from(fairlead, "203.0.113.1")).isEqualTo(200);
            assertThat(from(fairlead, "203.0.113.1")).isEqualTo(200);
            assertThat(from(fairlead, "203.0.113.1")).isEqualTo(429);
            assertThat(from(fairlead, "203.0.113.2")).isEqualTo(200);
            assertThat(from(fairlead, "2001:db8::1")).isEqualTo(200);
            assertThat(from(fairlead, "2001:db8::2")).isEqualTo(200);
            assertThat(from(fairlead, "2001:db8::3")).isEqualTo(429);
            assertThat(from(fairlead, "2001:db8:0:1::1")).isEqualTo(200);
            assertThat(fairlead.get("/fn/limited/each").status())
                    .as("this machine is not counted")
                    .isEqualTo(200);
        }
    }

    private static int from(Installation fairlead, String address) {
        return fairlead.send("GET", "/fn/limited/each", new byte[0], "x-forwarded-for", address)
                .status();
    }

    @Test
    void an_organization_shares_one_limit() {
        // Given
        try (var fairlead =
                Installation.fresh(Map.of("FAIRLEAD_ORGANIZATION_RATE", "3/1h")).ready()) {
            fairlead.javascript("limited", "one", HELLO);
            fairlead.javascript("limited", "two", HELLO);
            // When
            fairlead.get("/fn/limited/one");
            fairlead.get("/fn/limited/two");
            fairlead.get("/fn/limited/one");
            // Then
            assertThat(fairlead.get("/fn/limited/two").status()).isEqualTo(429);
            assertThat(fairlead.get("/fn/limited/none").status()).isEqualTo(404);
        }
    }
}
