package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.identity.codes.OneTimeCodes;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Dimension;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// The pages that people sign in and manage their account with, by a browser.
@Tag("slow")
@Timeout(240)
class PagesTest {
    private static final Installation FAIRLEAD = Installation.fresh(Map.of()).ready();
    private static final People PEOPLE = new People(FAIRLEAD);
    private static final List<String> PAGES =
            List.of(
                    "setup",
                    "login",
                    "second-factor",
                    "invitation",
                    "password",
                    "verify",
                    "device",
                    "account");

    private final Visitor visitor;

    PagesTest(@TempDir Path profile) {
        visitor = new Visitor(profile, FAIRLEAD.url());
    }

    @AfterEach
    void leave() {
        visitor.close();
    }

    @BeforeAll
    static void begin() {
        PEOPLE.owner();
    }

    @AfterAll
    static void end() {
        FAIRLEAD.close();
    }

    @Test
    void the_setup_link_makes_the_first_administrator_who_is_signed_in() throws IOException {
        try (var fairlead = Installation.fresh(Map.of()).ready()) {
            String link = Files.readString(fairlead.data().resolve("setup-link")).strip();
            // When
            visitor.open(link).type("email", "ada@example.org").type("name", "Ada Lovelace");
            boolean kept = visitor.address().contains("token");
            visitor.type("password", "password1").send("form");
            Installation.await(
                    () -> !visitor.text("password-error").isEmpty(), "what is wrong with it");
            String weak = visitor.text("password-error");
            String focus = visitor.focus();
            visitor.type("password", People.PASSWORD).send("form").at("/account");
            visitor.sees("Signed in as ada@example.org");
            // Then
            assertThat(kept).isFalse();
            assertThat(weak).endsWith(".");
            assertThat(focus).isEqualTo("password");
            visitor.open(link).type("email", "eve@example.org").type("name", "Eve");
            visitor.type("password", People.PASSWORD).send("form").sees("Sign in, or ask");
            assertThat(visitor.complaints()).isEmpty();
        }
    }

    @Test
    void an_invitation_makes_an_account_and_a_member_in_a_second_browser(@TempDir Path second) {
        // Given
        String organization = PEOPLE.organization("Invited " + System.nanoTime());
        String token = PEOPLE.invite(organization, "grace@example.org", "developer");
        String link = FAIRLEAD.url() + "/invitation#token=" + token;
        // When
        visitor.open(link).sees("grace@example.org may join Invited");
        visitor.type("name", "Grace Hopper").type("password", People.PASSWORD);
        visitor.send("form").at("/account").sees("Signed in as grace@example.org");
        // Then
        visitor.sees("You are developer");
        assertThat(PEOPLE.ask(PEOPLE.owner().in(organization), "GET", "/members", "").body())
                .contains("grace@example.org");
        try (var other = new Visitor(second, FAIRLEAD.url())) {
            other.open(link).sees("Ask for another invitation");
            assertThat(other.shown("form")).isFalse();
        }
        assertThat(visitor.complaints()).isEmpty();
    }

    @Test
    void somebody_who_has_an_account_signs_in_to_join() {
        // Given
        var person = PEOPLE.join(PEOPLE.first(), "viewer");
        String organization = PEOPLE.organization("Second " + System.nanoTime());
        String token = PEOPLE.invite(organization, person.email(), "admin");
        // When
        visitor.open("/invitation#token=" + token).press("sign-in").at("/login");
        boolean told = visitor.address().contains(token);
        visitor.type("email", person.email()).type("password", People.PASSWORD).send("form");
        visitor.at("/invitation").sees("may join Second");
        Installation.await(() -> visitor.shown("form"), "the button");
        visitor.send("form").at("/account");
        // Then
        visitor.sees("You are admin");
        assertThat(told).isFalse();
        assertThat(visitor.complaints()).isEmpty();
    }

    @Test
    void a_wrong_password_is_told_and_a_right_one_goes_where_the_person_wanted() {
        // Given
        var person = PEOPLE.join(PEOPLE.first(), "viewer");
        // When
        visitor.open("/device").at("/login").type("email", person.email());
        visitor.type("password", "wrong-otter-parcel-94").send("form");
        visitor.sees("The address, the password or the code is wrong.");
        String focus = visitor.focus();
        visitor.type("password", People.PASSWORD).send("form");
        // Then
        visitor.at("/device");
        assertThat(focus).isEqualTo("email");
        assertThat(visitor.complaints()).isEmpty();
    }

    @Test
    void a_second_factor_is_turned_on_asked_for_and_turned_off() {
        // Given
        var person = PEOPLE.join(PEOPLE.first(), "developer");
        var codes = new OneTimeCodes();
        visitor.signIn(person.email(), People.PASSWORD).at("/account").sees("It is off");
        // When
        visitor.type("factor-password", People.PASSWORD).send("factor-form");
        visitor.sees("Scan this");
        assertThat(visitor.shown("secret-code")).isTrue();
        assertThat(
                        visitor.run(
                                "return document.querySelector('#secret-code"
                                        + " path').getBBox().width"))
                .isNotEqualTo(0L);
        String secret = visitor.text("secret");
        String code = codes.code(secret, Instant.now());
        visitor.type("factor-code", code).send("factor-code-form").sees("Keep these codes");
        List<String> recovery = visitor.text("codes").lines().toList();
        visitor.press("sign-out").at("/login").sees("You are signed out");
        visitor.signIn(person.email(), People.PASSWORD);
        Installation.await(() -> visitor.shown("code"), "the field of the code");
        visitor.type("code", "not-a-code").send("form").sees("wrong");
        visitor.type("code", codes.code(secret, Instant.now().plusSeconds(30))).send("form");
        visitor.at("/account").sees("It is on");
        // Then
        assertThat(recovery).hasSizeGreaterThan(5).doesNotHaveDuplicates();
        visitor.press("sign-out").at("/login").sees("You are signed out");
        visitor.signIn(person.email(), People.PASSWORD);
        Installation.await(() -> visitor.shown("code"), "the field of the code again");
        visitor.type("code", recovery.getFirst()).send("form").at("/account").sees("It is on");
        visitor.type("factor-password", People.PASSWORD).send("factor-form").sees("It is off");
        assertThat(visitor.complaints()).isEmpty();
    }

    @Test
    void a_device_is_signed_out_from_the_list(@TempDir Path second) {
        // Given
        var person = PEOPLE.join(PEOPLE.first(), "developer");
        try (var other = new Visitor(second, FAIRLEAD.url())) {
            other.signIn(person.email(), People.PASSWORD).at("/account").sees("this one");
            visitor.signIn(person.email(), People.PASSWORD).at("/account").sees("this one");
            long before =
                    (Long) visitor.run("return document.querySelectorAll('#devices li').length");
            // When
            visitor.press("revoke-others");
            Installation.await(
                    () ->
                            Long.valueOf(1)
                                    .equals(
                                            visitor.run(
                                                    "return document.querySelectorAll('#devices"
                                                            + " li').length")),
                    "one device");
            other.open("/account");
            // Then
            assertThat(before).isEqualTo(4);
            other.at("/login");
            other.signIn(person.email(), People.PASSWORD).at("/account").sees("this one");
        }
        assertThat(PEOPLE.get(person, "/account").status()).isEqualTo(401);
        assertThat(visitor.complaints()).isEmpty();
    }

    @Test
    void a_name_and_a_password_are_changed_and_a_key_opens_until_it_is_revoked() {
        // Given
        var person = PEOPLE.join(PEOPLE.first(), "developer");
        visitor.signIn(person.email(), People.PASSWORD).at("/account").sees("this one");
        // When
        visitor.type("name", "Somebody Else").send("name-form");
        visitor.type("key-name", "laptop").send("key-form").sees("It is shown this once");
        String key = visitor.text("key-text");
        int opens = PEOPLE.with(key, "", "GET", "/whoami", "").status();
        visitor.run("document.querySelector('#keys li button').click()");
        Installation.await(
                () -> PEOPLE.with(key, "", "GET", "/whoami", "").status() == 401, "no key");
        visitor.type("current", People.PASSWORD).type("password", "another-otter-parcel-17");
        visitor.send("password-form").sees("Your password is changed");
        // Then
        assertThat(opens).isEqualTo(200);
        assertThat(PEOPLE.get(person, "/account").status()).isEqualTo(401);
        visitor.open("/account").sees("Signed in as");
        assertThat(visitor.run("return document.getElementById('name').value"))
                .isEqualTo("Somebody Else");
        visitor.press("sign-out").at("/login");
        visitor.signIn(person.email(), "another-otter-parcel-17").at("/account");
        assertThat(visitor.complaints()).isEmpty();
    }

    @Test
    void nobody_is_sent_to_another_site() {
        // Given
        var person = PEOPLE.join(PEOPLE.first(), "viewer");
        visitor.signIn(person.email(), People.PASSWORD).at("/account").sees("this one");
        List<String> hostile =
                List.of(
                        "https://evil.example",
                        "//evil.example",
                        "/\\evil.example",
                        "\\\\evil.example",
                        "///evil.example",
                        "/.//evil.example",
                        "/..//evil.example",
                        "/a/..//evil.example",
                        "/%2e//evil.example",
                        "/\t/evil.example",
                        "/\n/evil.example",
                        " //evil.example",
                        "javascript:alert(1)",
                        "data:text/html,hello",
                        "http:evil.example",
                        "@evil.example",
                        "evil.example",
                        "");
        // When
        Object taken =
                visitor.eventually(
                        "const done = arguments[arguments.length - 1]; const all = "
                                + Installation.JSON.writeValueAsString(hostile)
                                + "; import('/pages/fairlead.js').then((m) =>"
                                + " done(all.filter((one) => m.ownAddress(one) !== null)),"
                                + " (e) => done([String(e)]))");
        Object fine =
                visitor.eventually(
                        "const done = arguments[arguments.length - 1];"
                                + " import('/pages/fairlead.js').then((m) =>"
                                + " done(m.ownAddress('/device?a=b#code=ABCD')))");
        // Then
        assertThat(taken).isEqualTo(List.of());
        assertThat(fine).isEqualTo(FAIRLEAD.url() + "/device?a=b#code=ABCD");
        visitor.open("/login?next=//evil.example").at("/account").sees("this one");
        visitor.open("/login?next=%2F.%2F%2Fevil.example").at("/account").sees("this one");
        assertThat(visitor.address()).startsWith(FAIRLEAD.url());
    }

    @Test
    void pages_may_run_nothing_but_their_own_and_are_asked_for_once() {
        for (String page : PAGES) {
            // When
            var got = FAIRLEAD.get("/" + page).whole();
            String tag = got.headers().firstValue("etag").orElseThrow();
            var again = FAIRLEAD.send("GET", "/" + page, new byte[0], "if-none-match", tag).whole();
            // Then
            assertThat(got.statusCode()).isEqualTo(200);
            assertThat(got.headers().firstValue("content-security-policy").orElseThrow())
                    .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                    .doesNotContain("unsafe");
            assertThat(got.headers().firstValue("referrer-policy")).hasValue("no-referrer");
            assertThat(got.headers().firstValue("x-content-type-options")).hasValue("nosniff");
            assertThat(again.statusCode()).isEqualTo(304);
        }
    }

    @Test
    void every_field_has_a_label_and_nothing_is_wider_than_a_small_telephone() {
        // Given
        var person = PEOPLE.join(PEOPLE.first(), "viewer");
        visitor.signIn(person.email(), People.PASSWORD).at("/account").sees("this one");
        visitor.browser().page().manage().window().setSize(new Dimension(320, 640));
        for (String page : PAGES) {
            // When
            visitor.browser().page().get("about:blank");
            visitor.open("/" + page);
            Installation.await(
                    () -> "complete".equals(visitor.run("return document.readyState")), page);
            Object wide =
                    visitor.run(
                            "return document.documentElement.scrollWidth >"
                                    + " document.documentElement.clientWidth");
            Object unnamed =
                    visitor.run(
                            "return [...document.querySelectorAll('input,select')].filter((f) =>"
                                + " !f.labels.length || f.matches('input') &&"
                                + " !document.getElementById(f.id + '-error')).map((f) => f.id)");
            // Then
            assertThat(wide).as(page).isEqualTo(false);
            assertThat(unnamed).as(page).isEqualTo(List.of());
        }
    }
}
