package dev.fairlead.dataplane.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.dataplane.rules.HeaderChanges;
import dev.fairlead.dataplane.rules.Steps;
import dev.fairlead.model.access.PasswordUsers;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A service that asks for a password, before all else that is done with a request to it.
@Timeout(60)
class PasswordForwardingTest extends CachedFixture {
    private static final PasswordUsers USERS =
            PasswordUsers.of(Map.of("ann", "hash of right", "bob", "hash of bobs"));
    private static final String ANN = basic("ann:right");
    private static final String BOB = basic("bob:bobs");

    private static String basic(String credential) {
        return "authorization: Basic "
                + Base64.getEncoder().encodeToString(credential.getBytes(StandardCharsets.UTF_8));
    }

    @BeforeEach
    void ask() {
        front.asking(USERS).live(1, origin);
    }

    @Test
    void the_upstream_is_told_who_asks_and_nothing_of_the_password() throws IOException {
        // When
        String none = get("/a");
        String wrong = get("/a", basic("ann:bobs"));
        String unknown = get("/a", basic("eve:right"));
        String bearer = get("/a", "authorization: Bearer right");
        int before = origin.asked().size();
        String right = get("/a", ANN, "x-fairlead-caller: eve");
        // Then
        for (String refused : List.of(none, wrong, unknown, bearer)) {
            assertThat(refused).startsWith("HTTP/1.1 401");
            assertThat(field(refused, "www-authenticate")).startsWith("Basic realm=");
            assertThat(field(refused, "cache-control")).isEqualTo("no-store");
        }
        assertThat(before).isZero();
        assertThat(right).startsWith("HTTP/1.1 200");
        assertThat(origin.last().field("authorization")).isEmpty();
        assertThat(origin.last().field("x-fairlead-caller")).contains("ann");
    }

    @Test
    void a_kept_answer_is_for_those_alone_who_are_let_in() throws IOException {
        // Given
        says("/open", "cache-control: public, max-age=60\n");
        says("/own", "cache-control: max-age=60\n");
        String first = get("/open", ANN);
        // When
        String again = get("/open", ANN);
        String other = get("/open", BOB);
        String nobody = get("/open");
        String wrong = get("/open", basic("ann:wrong"));
        String mine = get("/own", ANN);
        String his = get("/own", BOB);
        // Then
        assertThat(first).endsWith("answer 1");
        assertThat(again).endsWith("answer 1");
        assertThat(other).endsWith("answer 1");
        assertThat(field(other, "cache-status")).contains("hit");
        assertThat(nobody).startsWith("HTTP/1.1 401").doesNotContain("answer");
        assertThat(wrong).startsWith("HTTP/1.1 401").doesNotContain("answer");
        assertThat(mine).endsWith("answer 2");
        assertThat(his).as("what nobody says is public may be somebody's").endsWith("answer 3");
    }

    @Test
    void an_answer_may_vary_by_who_it_is_whatever_they_say() throws IOException {
        // Given
        says("/each", "cache-control: public, max-age=60\nvary: x-fairlead-caller\n");
        // When
        String mine = get("/each", ANN);
        String his = get("/each", BOB);
        String claimed = get("/each", BOB, "x-fairlead-caller: ann");
        // Then
        assertThat(mine).endsWith("answer 1");
        assertThat(his).endsWith("answer 2");
        assertThat(claimed).endsWith("answer 2");
        assertThat(field(claimed, "cache-status")).contains("hit");
        assertThat(get("/each", ANN)).endsWith("answer 1");
    }

    @Test
    void what_was_kept_while_everybody_could_come_is_behind_the_password_too() throws IOException {
        // Given
        says("/a", "cache-control: public, max-age=60\n");
        front.asking(PasswordUsers.NONE).live(1, origin);
        assertThat(get("/a")).endsWith("answer 1");
        // When
        front.asking(USERS).live(1, origin);
        // Then
        assertThat(get("/a")).startsWith("HTTP/1.1 401");
        assertThat(get("/a", ANN)).endsWith("answer 1");
    }

    @Test
    void a_body_waits_and_arrives_whole() throws IOException {
        // Given
        String body = "x".repeat(100_000);
        String length = "content-length: " + body.length();
        // When
        String right =
                front.raw(
                        "POST /a HTTP/1.1\nhost: "
                                + Front.HOST
                                + "\n"
                                + ANN
                                + "\n"
                                + length
                                + "\nconnection: close\n\n"
                                + body);
        // Then
        assertThat(right).startsWith("HTTP/1.1 200");
        assertThat(origin.last().text()).isEqualTo(body);
    }

    @Test
    void a_socket_is_opened_by_the_same_password() throws IOException {
        // Given
        origin.on("/socket", Sockets::echo);
        String upgrade =
                """
                connection: Upgrade
                upgrade: websocket
                sec-websocket-version: 13
                sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==

                """;
        String head = "GET /socket HTTP/1.1\nhost: " + Front.HOST + "\n";
        try (Socket refused = front.connect();
                Socket opened = front.connect()) {
            // When
            Front.send(refused, head + upgrade);
            Front.send(opened, head + ANN + "\n" + upgrade);
            // Then
            assertThat(Origin.line(refused.getInputStream())).startsWith("HTTP/1.1 401");
            assertThat(Origin.line(opened.getInputStream())).startsWith("HTTP/1.1 101");
        }
        assertThat(origin.last().field("authorization")).isEmpty();
        assertThat(origin.last().field("x-fairlead-caller")).contains("ann");
    }

    @Test
    void a_route_with_passwords_before_it_asks_for_one_that_both_know() throws IOException {
        // Given
        var both = PasswordUsers.of(Map.of("ann", "hash of right", "eve", "hash of eves"));
        front.by(
                new Steps(
                        new Steps.Networks(List.of(), List.of()),
                        Optional.empty(),
                        both,
                        HeaderChanges.NONE,
                        HeaderChanges.NONE,
                        false));
        // When / Then
        assertThat(routed("")).startsWith("HTTP/1.1 401");
        assertThat(routed(BOB + "\n")).startsWith("HTTP/1.1 401");
        assertThat(routed(basic("eve:eves") + "\n")).startsWith("HTTP/1.1 401");
        assertThat(origin.asked()).isEmpty();
        assertThat(routed(ANN + "\n")).startsWith("HTTP/1.1 200");
        assertThat(origin.last().field("authorization")).isEmpty();
        front.asking(PasswordUsers.NONE).live(1, origin);
        assertThat(routed(basic("eve:eves") + "\n")).startsWith("HTTP/1.1 200");
        assertThat(origin.last().field("authorization")).isEmpty();
        assertThat(origin.last().field("x-fairlead-caller")).isEmpty();
    }

    private String routed(String fields) throws IOException {
        return front.raw(
                "GET /r HTTP/1.1\nhost: " + Front.DOMAIN + "\n" + fields + "connection: close\n\n");
    }

    @Test
    void guesses_end_and_the_answer_says_for_how_long() throws IOException {
        // When
        String last = "";
        int guesses = 0;
        while (guesses < 60 && !last.startsWith("HTTP/1.1 429")) {
            last = get("/a", basic("ann:guess" + guesses++));
        }
        String right = get("/a", ANN);
        String none = get("/a");
        // Then
        assertThat(guesses).isBetween(21, 59);
        assertThat(Long.parseLong(field(last, "retry-after"))).isBetween(1L, 9L);
        assertThat(last).contains("rate-limited").doesNotContain("guess");
        assertThat(right).startsWith("HTTP/1.1 429");
        assertThat(none).as("who guesses nothing is asked").startsWith("HTTP/1.1 401");
        assertThat(origin.asked()).isEmpty();
    }
}
