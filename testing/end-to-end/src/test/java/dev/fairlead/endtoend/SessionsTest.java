package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.endtoend.Installation.Reply;
import dev.fairlead.endtoend.People.Person;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Signing in and staying in: cookies, tokens, and what thieves try with them.
@Tag("slow")
class SessionsTest {
    private static final Installation FAIRLEAD = Installation.fresh(Map.of()).ready();
    private static final People PEOPLE = new People(FAIRLEAD);
    private static final String FIRST = PEOPLE.first();

    @AfterAll
    static void close() {
        FAIRLEAD.close();
    }

    /// A browser that is signed in.
    private record Browser(String cookie, String csrf) {}

    private static Browser browser(Person person) {
        Reply reply =
                PEOPLE.post(
                        "/sessions", Map.of("email", person.email(), "password", People.PASSWORD));
        assertThat(reply.status()).as(reply.body()).isEqualTo(201);
        return new Browser(cookie(reply), reply.json().path("csrfToken").asString());
    }

    private static String cookie(Reply reply) {
        String header = reply.whole().headers().firstValue("set-cookie").orElseThrow();
        return header.substring(0, header.indexOf(';'));
    }

    private static Reply ask(Browser browser, String method, String path, String... headers) {
        var all = new ArrayList<>(List.of("cookie", browser.cookie()));
        all.addAll(List.of(headers));
        return FAIRLEAD.send(method, "/api/v1" + path, new byte[0], all.toArray(String[]::new));
    }

    @Test
    void a_cookie_is_kept_to_this_host_and_out_of_reach_of_scripts() {
        // Given
        Person person = PEOPLE.join(FIRST, "viewer");
        // When
        Reply reply =
                PEOPLE.post(
                        "/sessions", Map.of("email", person.email(), "password", People.PASSWORD));
        // Then
        assertThat(reply.whole().headers().firstValue("set-cookie").orElseThrow())
                .startsWith("__Host-fairlead=fls_")
                .contains("; Path=/;", "; Secure", "; HttpOnly", "; SameSite=Lax")
                .doesNotContain("Domain");
        assertThat(reply.body()).doesNotContain("fls_");
    }

    @Test
    void what_changes_something_needs_what_only_our_pages_know() {
        // Given
        Browser browser = browser(PEOPLE.join(FIRST, "viewer"));
        String path = "/account/sessions:revoke-others";
        String own = FAIRLEAD.url();
        // When / Then
        assertThat(ask(browser, "GET", "/account").status()).isEqualTo(200);
        assertThat(ask(browser, "POST", path).code()).isEqualTo("csrf-refused");
        assertThat(ask(browser, "POST", path, "x-csrf-token", "0".repeat(64)).code())
                .isEqualTo("csrf-refused");
        assertThat(
                        ask(
                                        browser,
                                        "POST",
                                        path,
                                        "x-csrf-token",
                                        browser.csrf(),
                                        "origin",
                                        "https://evil.example")
                                .code())
                .isEqualTo("csrf-refused");
        assertThat(
                        ask(browser, "POST", path, "x-csrf-token", browser.csrf(), "origin", own)
                                .status())
                .isEqualTo(204);
    }

    @Test
    void another_sites_form_signs_nobody_in() {
        // Given
        Person person = PEOPLE.join(FIRST, "viewer");
        var body = Map.of("email", person.email(), "password", People.PASSWORD);
        // When
        Reply foreign = PEOPLE.post("/sessions", body, "origin", "https://evil.example");
        Reply crossSite = PEOPLE.post("/sessions", body, "sec-fetch-site", "cross-site");
        // Then
        assertThat(foreign.code()).isEqualTo("csrf-refused");
        assertThat(crossSite.code()).isEqualTo("csrf-refused");
        assertThat(foreign.whole().headers().firstValue("set-cookie")).isEmpty();
    }

    @Test
    void a_cookie_that_was_there_before_is_not_taken_over() {
        // Given
        Person person = PEOPLE.join(FIRST, "viewer");
        Browser planted = browser(person);
        // When
        Reply again =
                PEOPLE.post(
                        "/sessions",
                        Map.of("email", person.email(), "password", People.PASSWORD),
                        "cookie",
                        planted.cookie(),
                        "x-csrf-token",
                        planted.csrf());
        // Then
        assertThat(cookie(again)).isNotEqualTo(planted.cookie());
        assertThat(ask(planted, "GET", "/account").status()).isEqualTo(401);
    }

    @Test
    void signing_out_ends_it_at_once() {
        // Given
        Person person = PEOPLE.join(FIRST, "viewer");
        Browser browser = browser(person);
        // When
        Reply out = ask(browser, "DELETE", "/session", "x-csrf-token", browser.csrf());
        Reply tokenOut = PEOPLE.ask(person, "DELETE", "/session", "");
        // Then
        assertThat(out.status()).isEqualTo(204);
        assertThat(out.whole().headers().firstValue("set-cookie").orElseThrow())
                .contains("__Host-fairlead=;", "Max-Age=0");
        assertThat(ask(browser, "GET", "/account").status()).isEqualTo(401);
        assertThat(tokenOut.status()).isEqualTo(204);
        assertThat(PEOPLE.get(person, "/account").status()).isEqualTo(401);
    }

    @Test
    void another_password_ends_every_other_session_and_renews_the_cookie() {
        // Given
        Person person = PEOPLE.join(FIRST, "viewer");
        Browser here = browser(person);
        Browser there = browser(person);
        // When
        Reply changed =
                FAIRLEAD.send(
                        "POST",
                        "/api/v1/account/password",
                        People.json(
                                        Map.of(
                                                "current",
                                                People.PASSWORD,
                                                "password",
                                                "marble-canyon-41-teapot"))
                                .getBytes(StandardCharsets.UTF_8),
                        "cookie",
                        here.cookie(),
                        "x-csrf-token",
                        here.csrf());
        // Then
        assertThat(changed.status()).as(changed.body()).isEqualTo(204);
        assertThat(ask(there, "GET", "/account").status()).isEqualTo(401);
        assertThat(ask(here, "GET", "/account").status()).isEqualTo(401);
        assertThat(ask(new Browser(cookie(changed), ""), "GET", "/account").status())
                .isEqualTo(200);
        assertThat(PEOPLE.get(person, "/account").status()).isEqualTo(401);
    }

    @Test
    void devices_are_listed_and_one_is_signed_out() {
        // Given
        Person person = PEOPLE.join(FIRST, "viewer");
        Browser other = browser(person);
        var devices = PEOPLE.get(person, "/account/sessions").json().path("items");
        // When
        for (var device : devices) {
            if (!device.path("current").asBoolean()) {
                PEOPLE.ask(
                        person, "DELETE", "/account/sessions/" + device.path("id").asString(), "");
            }
        }
        // Then
        assertThat(devices.size()).isGreaterThanOrEqualTo(2);
        assertThat(ask(other, "GET", "/account").status()).isEqualTo(401);
        assertThat(PEOPLE.get(person, "/account").status()).isEqualTo(200);
    }

    @Test
    void nobody_learns_who_has_an_account() {
        // Given
        Person person = PEOPLE.join(FIRST, "viewer");
        // When
        Reply wrong = PEOPLE.post("/tokens", Map.of("email", person.email(), "password", "wrong"));
        Reply nobody =
                PEOPLE.post("/tokens", Map.of("email", "nobody@example.org", "password", "wrong"));
        Reply noAddress = PEOPLE.post("/tokens", Map.of("email", "x", "password", "wrong"));
        Reply reset = PEOPLE.post("/password-resets", Map.of("email", person.email()));
        Reply resetNobody = PEOPLE.post("/password-resets", Map.of("email", "nobody2@example.org"));
        // Then
        for (Reply refused : List.of(wrong, nobody, noAddress)) {
            assertThat(refused.status()).isEqualTo(401);
            assertThat(refused.json().path("detail")).isEqualTo(wrong.json().path("detail"));
        }
        assertThat(reset.status()).isEqualTo(202);
        assertThat(resetNobody.status()).isEqualTo(202);
        assertThat(resetNobody.body()).isEqualTo(reset.body());
    }

    @Test
    void an_account_is_guessed_at_ten_times_whatever_the_forged_address() {
        // Given
        Person person = PEOPLE.join(FIRST, "viewer");
        var wrong = Map.of("email", person.email(), "password", "wrong");
        var statuses = new ArrayList<Integer>();
        // When
        for (int i = 0; i < 11; i++) {
            statuses.add(PEOPLE.post("/tokens", wrong, "x-forwarded-for", "192.0.2." + i).status());
        }
        Reply right =
                PEOPLE.post(
                        "/tokens", Map.of("email", person.email(), "password", People.PASSWORD));
        // Then
        assertThat(statuses.subList(0, 10)).containsOnly(401);
        assertThat(statuses.get(10)).isEqualTo(429);
        assertThat(right.code()).isEqualTo("too-many-tries");
        assertThat(right.whole().headers().firstValueAsLong("retry-after").orElseThrow())
                .isBetween(1L, 900L);
    }

    @Test
    void a_megabyte_is_no_password() {
        // When
        Reply reply =
                PEOPLE.post(
                        "/tokens",
                        Map.of("email", "big@example.org", "password", "x".repeat(1 << 20)));
        // Then
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body()).doesNotContain("xxxx");
    }

    @Test
    void a_refresh_token_is_good_once_and_a_copy_ends_the_session() {
        // Given
        Person person = PEOPLE.join(FIRST, "viewer");
        Reply first =
                PEOPLE.post(
                        "/tokens", Map.of("email", person.email(), "password", People.PASSWORD));
        String old = first.json().path("refreshToken").asString();
        Reply second = PEOPLE.post("/tokens:refresh", Map.of("refreshToken", old));
        // When
        Reply thief = PEOPLE.post("/tokens:refresh", Map.of("refreshToken", old));
        // Then
        assertThat(second.status()).isEqualTo(200);
        assertThat(thief.status()).isEqualTo(401);
        String next = second.json().path("refreshToken").asString();
        assertThat(PEOPLE.post("/tokens:refresh", Map.of("refreshToken", next)).status())
                .isEqualTo(401);
        String access = second.json().path("accessToken").asString();
        assertThat(PEOPLE.with(access, FIRST, "GET", "/account", "").status()).isEqualTo(401);
    }

    @Test
    void of_many_who_refresh_at_once_one_succeeds_and_then_nobody() throws Exception {
        // Given
        Person person = PEOPLE.join(FIRST, "viewer");
        String token =
                PEOPLE.post("/tokens", Map.of("email", person.email(), "password", People.PASSWORD))
                        .json()
                        .path("refreshToken")
                        .asString();
        var replays = new ArrayList<Callable<Reply>>();
        for (int i = 0; i < 8; i++) {
            replays.add(() -> PEOPLE.post("/tokens:refresh", Map.of("refreshToken", token)));
        }
        // When
        var replies = new ArrayList<Reply>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Reply> reply : threads.invokeAll(replays)) {
                replies.add(reply.get());
            }
        }
        // Then
        List<Reply> good = replies.stream().filter(r -> r.status() == 200).toList();
        assertThat(good).hasSize(1);
        String next = good.getFirst().json().path("refreshToken").asString();
        assertThat(PEOPLE.post("/tokens:refresh", Map.of("refreshToken", next)).status())
                .isEqualTo(401);
    }

    @Test
    void forged_and_damaged_tokens_open_nothing() {
        // Given
        Person person = PEOPLE.join(FIRST, "viewer");
        String[] parts = person.token().split("\\.", -1);
        String none = encode("{\"alg\":\"none\",\"typ\":\"at+jwt\"}");
        String other = PEOPLE.join(FIRST, "owner").token();
        String[] others = other.split("\\.", -1);
        String owner = decode(parts[1]).replace(person.id(), decode(others[1]).split("\"", -1)[3]);
        var forged =
                new HashSet<>(
                        List.of(
                                none + "." + parts[1] + ".",
                                none + "." + parts[1] + "." + parts[2],
                                encode("{\"alg\":\"HS512\",\"typ\":\"at+jwt\"}")
                                        + "."
                                        + parts[1]
                                        + "."
                                        + parts[2],
                                encode(decode(parts[0]).replace("at+jwt", "JWT"))
                                        + "."
                                        + parts[1]
                                        + "."
                                        + parts[2],
                                parts[0] + "." + encode(owner) + "." + parts[2],
                                parts[0] + "." + others[1] + "." + parts[2],
                                parts[0] + "." + parts[1] + "." + others[2],
                                parts[0] + "." + parts[1] + ".",
                                parts[0] + "." + parts[1],
                                person.token().substring(0, person.token().length() - 4),
                                person.token() + "x",
                                person.token() + ".x",
                                "..",
                                "a.b.c",
                                "e30.e30.e30",
                                "x".repeat(10_000)));
        for (String token : forged) {
            // When
            Reply reply = PEOPLE.with(token, FIRST, "GET", "/account", "");
            // Then
            assertThat(reply.status()).as(token).isEqualTo(401);
        }
        assertThat(PEOPLE.get(person, "/account").status()).isEqualTo(200);
    }

    private static String encode(String json) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String decode(String part) {
        return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
    }

    @Test
    void a_secret_of_one_kind_opens_nothing_of_another() {
        // Given
        Person person = PEOPLE.join(FIRST, "viewer");
        Browser browser = browser(person);
        String session = browser.cookie().substring("__Host-fairlead=".length());
        String refresh =
                PEOPLE.post("/tokens", Map.of("email", person.email(), "password", People.PASSWORD))
                        .json()
                        .path("refreshToken")
                        .asString();
        // When / Then
        for (String swapped : List.of(session, refresh)) {
            assertThat(PEOPLE.with(swapped, FIRST, "GET", "/account", "").status()).isEqualTo(401);
        }
        for (String swapped : List.of(refresh, person.token(), FAIRLEAD.key())) {
            var cookie = new Browser("__Host-fairlead=" + swapped, "");
            assertThat(ask(cookie, "GET", "/account").status()).isEqualTo(401);
        }
        for (String swapped : List.of(session, person.token(), FAIRLEAD.key())) {
            assertThat(PEOPLE.post("/tokens:refresh", Map.of("refreshToken", swapped)).status())
                    .isEqualTo(401);
        }
    }

    @Test
    void a_command_line_is_let_in_by_whoever_is_signed_in() {
        // Given
        Person person = PEOPLE.join(FIRST, "developer");
        var begun = PEOPLE.post("/device-logins", Map.of()).json();
        String device = begun.path("deviceCode").asString();
        String code = begun.path("userCode").asString();
        Reply pending = PEOPLE.post("/device-logins:token", Map.of("deviceCode", device));
        Reply tooSoon = PEOPLE.post("/device-logins:token", Map.of("deviceCode", device));
        // When
        Reply approved =
                PEOPLE.ask(
                        person,
                        "POST",
                        "/device-logins/" + code.toLowerCase(Locale.ROOT) + ":approve",
                        "");
        Reply tokens = PEOPLE.post("/device-logins:token", Map.of("deviceCode", device));
        // Then
        assertThat(pending.code()).isEqualTo("authorization-pending");
        assertThat(tooSoon.code()).isEqualTo("slow-down");
        assertThat(approved.status()).isEqualTo(204);
        String access = tokens.json().path("accessToken").asString();
        assertThat(PEOPLE.with(access, FIRST, "GET", "/account", "").json().path("id").asString())
                .isEqualTo(person.id());
        assertThat(PEOPLE.post("/device-logins:token", Map.of("deviceCode", device)).code())
                .isEqualTo("device-login-not-found");
    }

    @Test
    void a_command_line_is_told_no() {
        // Given
        Person person = PEOPLE.join(FIRST, "developer");
        var begun = PEOPLE.post("/device-logins", Map.of()).json();
        String code = begun.path("userCode").asString();
        PEOPLE.ask(person, "POST", "/device-logins/" + code + ":deny", "");
        // When
        Reply denied =
                PEOPLE.post(
                        "/device-logins:token",
                        Map.of("deviceCode", begun.path("deviceCode").asString()));
        // Then
        assertThat(denied.code()).isEqualTo("device-login-denied");
        assertThat(PEOPLE.get(person, "/device-logins/" + code).code())
                .isEqualTo("device-login-not-found");
    }
}
