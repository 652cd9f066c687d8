package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.endtoend.Installation.Reply;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// Functions share a host with our pages and the API, and get nothing from it: neither the session
/// of who calls them, nor the origin that a browser trusts.
@Tag("slow")
class SharedOriginTest {
    private static final Installation FAIRLEAD = Installation.fresh(Map.of()).ready();

    private static final String NOSY =
            """
            export function handle(request) {
              const json = request.query.json;
              return {
                status: 200,
                headers: {
                  "content-type": json ? "application/json" : "text/html",
                  "content-security-policy": "script-src 'none'",
                  "set-cookie": request.query.ours
                    ? "__Host-fairlead=fls_evil; Path=/; Secure" : "mine=1; Path=/",
                  "www-authenticate": request.query.challenge ?? "Bearer realm=\\"mine\\"",
                  "clear-site-data": "*"
                },
                body: String(request.headers.cookie ?? "none")
              };
            }
            """;

    static {
        FAIRLEAD.javascript("shared", "nosy", NOSY);
    }

    @AfterAll
    static void close() {
        FAIRLEAD.close();
    }

    private static Reply get(String query, String... headers) {
        return FAIRLEAD.send("GET", "/fn/shared/nosy" + query, new byte[0], headers);
    }

    @Test
    void a_function_never_sees_whose_session_calls_it() {
        // Given
        String session = "__Host-fairlead=fls_" + "0".repeat(64);
        // When / Then
        assertThat(get("", "cookie", "a=b; " + session + "; c=d").body()).isEqualTo("a=b; c=d");
        assertThat(get("", "cookie", session).body()).isEqualTo("none");
        assertThat(get("", "cookie", "a=b;" + session).body()).isEqualTo("a=b");
        assertThat(get("", "cookie", "a=b; __Host-fairlead-sign-in=flb_1").body()).isEqualTo("a=b");
        assertThat(get("", "cookie", "__Host-fairlead-sign-in-form=flb_1").body())
                .isEqualTo("none");
        assertThat(get("", "cookie", "x__Host-fairlead=1").body()).isEqualTo("x__Host-fairlead=1");
    }

    @Test
    void a_function_signs_nobody_in_or_out() {
        // When
        Reply ours = get("?ours=1");
        Reply own = get("");
        // Then
        assertThat(ours.whole().headers().firstValue("set-cookie")).isEmpty();
        assertThat(own.whole().headers().firstValue("set-cookie")).contains("mine=1; Path=/");
        assertThat(own.whole().headers().firstValue("clear-site-data")).isEmpty();
    }

    @Test
    void no_browser_is_made_to_give_a_function_the_password_of_another() {
        // Given
        List<String> challenges =
                List.of(
                        "Basic realm=\"restricted\"",
                        "Bearer realm=\"a\", bASIC realm=\"restricted\"",
                        "Digest realm=\"restricted\", nonce=\"1\"",
                        "Negotiate");
        for (String challenge : challenges) {
            String query = URLEncoder.encode(challenge, StandardCharsets.UTF_8);
            // When
            Reply asking = get("?challenge=" + query);
            // Then
            assertThat(asking.status()).isEqualTo(200);
            assertThat(asking.whole().headers().allValues("www-authenticate"))
                    .as(challenge)
                    .isEmpty();
        }
        assertThat(get("").whole().headers().firstValue("www-authenticate"))
                .contains("Bearer realm=\"mine\"");
    }

    @Test
    void its_documents_have_an_origin_of_their_own() {
        // When
        Reply page = get("");
        Reply json = get("?json=1");
        Reply elsewhere = FAIRLEAD.send("GET", "/fn/shared/nosy/deeper", new byte[0]);
        // Then
        for (Reply reply : new Reply[] {page, elsewhere}) {
            assertThat(reply.whole().headers().allValues("content-security-policy"))
                    .contains("script-src 'none'")
                    .anyMatch(p -> p.startsWith("sandbox") && !p.contains("allow-same-origin"));
        }
        assertThat(json.whole().headers().allValues("content-security-policy"))
                .containsExactly("script-src 'none'");
    }
}
