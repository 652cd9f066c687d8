package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;

/// Functions that ask who calls.
class AuthenticatedFunctionTest {
    private static final String TELL =
            """
            export default (r) => ({
              caller: r.headers['x-fairlead-caller'] ?? null,
              credential: r.headers.authorization ?? null,
              body: r.body,
            });
            """;

    private final Installation fairlead = Installation.shared().ready();

    private String authenticated(String name) {
        String id = fairlead.javascript("members", name, TELL).path("id").asString();
        var reply = fairlead.api("PUT", "/functions/" + id, "{\"access\":\"authenticated\"}");
        assertThat(reply.json().path("access").asString()).isEqualTo("authenticated");
        return id;
    }

    private Installation.Reply call(String name, String credential) {
        return fairlead.send(
                "GET", "/fn/members/" + name, new byte[0], "authorization", credential);
    }

    @Test
    void without_a_credential_it_asks_for_one() {
        // Given
        authenticated("asks");
        // When
        var none = fairlead.get("/fn/members/asks");
        var basic = call("asks", "Basic YTpi");
        var unknown = call("asks", "Bearer flk_" + "0".repeat(64));
        // Then
        assertThat(none.status()).isEqualTo(401);
        assertThat(none.code()).isEqualTo("unauthenticated");
        assertThat(none.whole().headers().firstValue("www-authenticate"))
                .contains("Bearer realm=\"fairlead\"");
        assertThat(basic.status()).isEqualTo(401);
        assertThat(unknown.status()).isEqualTo(401);
        assertThat(unknown.whole().headers().firstValue("www-authenticate"))
                .contains("Bearer realm=\"fairlead\", error=\"invalid_token\"");
    }

    @Test
    void who_may_is_let_in_and_the_function_is_told_who_without_the_credential() {
        // Given
        authenticated("knows");
        String[] headers = {
            "authorization", "Bearer " + fairlead.key(), "x-fairlead-caller", "forged",
        };
        byte[] body = "x".repeat(100_000).getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 3; i++) {
            // When
            var reply = fairlead.send("POST", "/fn/members/knows", body, headers);
            // Then
            assertThat(reply.status()).as(reply.body()).isEqualTo(200);
            assertThat(reply.json().path("caller").asString()).startsWith("key_");
            assertThat(reply.json().path("credential").isNull()).isTrue();
            assertThat(reply.json().path("body").asString()).hasSize(100_000);
        }
    }

    @Test
    void a_public_function_sees_the_credential_it_was_sent() {
        // Given
        fairlead.javascript("members", "open", TELL);
        // When
        var reply = call("open", "Bearer mine");
        // Then
        assertThat(reply.json().path("credential").asString()).isEqualTo("Bearer mine");
        assertThat(reply.json().path("caller").isNull()).isTrue();
    }

    @Test
    void many_at_once_with_one_credential_are_all_let_in() {
        // Given
        authenticated("many");
        var replies = new ConcurrentLinkedQueue<Integer>();
        // When
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 200; i++) {
                callers.execute(
                        () -> replies.add(call("many", "Bearer " + fairlead.key()).status()));
            }
        }
        // Then
        assertThat(replies).hasSize(200).containsOnly(200);
    }

    @Test
    void a_function_of_its_project_calls_it_by_its_name() {
        // Given
        authenticated("inner");
        fairlead.javascript(
                "members", "outer", "export default () => fairlead.call('inner').body.caller");
        // When / Then
        assertThat(fairlead.get("/fn/members/outer").body()).contains("svc_");
    }
}
