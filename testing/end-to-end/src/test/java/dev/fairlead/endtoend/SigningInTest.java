package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// The command line signs in by a browser and stays signed in, as processes of its own.
@Tag("slow")
@Timeout(240)
class SigningInTest {
    private static final Installation FAIRLEAD = Installation.fresh(Map.of()).ready();
    private static final People PEOPLE = new People(FAIRLEAD);

    private final Visitor visitor;
    private final CommandProcesses commands;

    SigningInTest(@TempDir Path profile, @TempDir Path config) {
        visitor = new Visitor(profile, FAIRLEAD.url());
        commands = new CommandProcesses(config);
    }

    @BeforeAll
    static void begin() {
        PEOPLE.owner();
    }

    @AfterAll
    static void end() {
        FAIRLEAD.close();
    }

    @AfterEach
    void leave() {
        visitor.close();
    }

    private People.Person signedIn() throws IOException {
        var person = PEOPLE.join(PEOPLE.first(), "developer");
        visitor.signIn(person.email(), People.PASSWORD).at("/account").sees("this one");
        var login = commands.begin("login", "--no-browser", "--url", FAIRLEAD.url());
        visitor.open(login.awaitOut(Pattern.compile("(http://\\S+/device#code=\\S+)")));
        visitor.press("approve").sees("Approved");
        assertThat(login.end().exitCode()).isZero();
        return person;
    }

    private Path file() {
        return commands.config().resolve("fairlead").resolve("access");
    }

    /// Makes commands take their token for one that has ended.
    private void expire() throws IOException {
        String kept = Files.readString(file());
        Files.writeString(file(), kept.replaceAll("expires=.*", "expires=" + Instant.EPOCH));
    }

    @Test
    void a_login_is_approved_in_a_browser_and_logout_ends_it() throws IOException {
        // Given
        var person = PEOPLE.join(PEOPLE.first(), "developer");
        visitor.signIn(person.email(), People.PASSWORD).at("/account").sees("this one");
        // When
        var login = commands.begin("login", "--no-browser", "--url", FAIRLEAD.url());
        String link = login.awaitOut(Pattern.compile("(http://\\S+/device#code=\\S+)"));
        visitor.open(link).sees("fairlead on ").press("approve").sees("Approved");
        var ended = login.end();
        String token = Files.readString(file()).lines().toList().get(1).substring(6);
        var who = commands.run("whoami");
        var out = commands.run("logout");
        var after = commands.run("whoami");
        // Then
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(ended.out())
                .contains("logged in to " + FAIRLEAD.url() + " as " + person.email());
        assertThat(who.out()).contains(person.email(), person.id());
        assertThat(out.out()).contains("logged out of " + FAIRLEAD.url());
        assertThat(Files.exists(file())).isFalse();
        assertThat(PEOPLE.with(token, "", "GET", "/whoami", "").status()).isEqualTo(401);
        assertThat(after.exitCode()).isEqualTo(4);
        assertThat(after.err()).contains("fairlead login");
        assertThat(visitor.complaints()).isEmpty();
    }

    @Test
    void a_login_that_is_denied_keeps_nothing() {
        // Given
        var person = PEOPLE.join(PEOPLE.first(), "developer");
        visitor.signIn(person.email(), People.PASSWORD).at("/account").sees("this one");
        var login = commands.begin("login", "--no-browser", "--url", FAIRLEAD.url());
        String code = login.awaitOut(Pattern.compile("approve the code (\\S+)\\."));
        // When
        visitor.open("/device").type("code", code).send("form").sees("fairlead on ");
        visitor.press("deny").sees("Denied");
        var ended = login.end();
        // Then
        assertThat(ended.exitCode()).isEqualTo(3);
        assertThat(ended.err()).contains("denied");
        assertThat(Files.exists(file())).isFalse();
    }

    @Test
    void commands_at_once_renew_a_token_once_and_nobody_is_signed_out() throws IOException {
        // Given
        signedIn();
        String before = Files.readString(file());
        expire();
        // When
        var running = new ArrayList<CommandProcesses.Running>();
        for (int i = 0; i < 4; i++) {
            running.add(commands.begin("whoami"));
        }
        List<CommandProcesses.Ended> ended =
                running.stream().map(CommandProcesses.Running::end).toList();
        expire();
        var later = commands.run("whoami");
        // Then
        assertThat(ended).allSatisfy(one -> assertThat(one.exitCode()).as(one.err()).isZero());
        assertThat(later.exitCode()).as(later.err()).isZero();
        assertThat(Files.readString(file())).isNotEqualTo(before);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
    }

    @Test
    void a_session_that_was_revoked_is_told_with_the_way_out() throws IOException {
        // Given
        var person = signedIn();
        visitor.open("/account").press("revoke-others");
        Installation.await(
                () -> PEOPLE.get(person, "/account").status() == 401, "the sessions to end");
        // When
        var ended = commands.run("whoami");
        // Then
        assertThat(ended.exitCode()).isEqualTo(4);
        assertThat(ended.err()).contains("your session has ended; run `fairlead login`");
    }

    @Test
    void one_says_once_which_organization_is_meant() throws IOException {
        // Given
        var person = signedIn();
        String other = PEOPLE.organization("Other " + System.nanoTime());
        String token = PEOPLE.invite(other, person.email(), "viewer");
        visitor.open("/invitation#token=" + token).sees("may join Other");
        Installation.await(() -> visitor.shown("form"), "the button");
        visitor.send("form").at("/account").sees("You are viewer");
        // When
        var unsaid = commands.run("list");
        var used = commands.run("organizations", "use", other);
        var who = commands.run("whoami");
        var first = commands.run("whoami", "--organization", PEOPLE.first());
        var listed = commands.run("organizations");
        // Then
        assertThat(unsaid.err()).contains("organization");
        assertThat(used.out()).contains(other);
        assertThat(who.out()).contains(other);
        assertThat(first.out()).contains(PEOPLE.first()).doesNotContain(other);
        assertThat(listed.out()).contains(other, PEOPLE.first(), "viewer", "developer");
    }

    @Test
    void a_key_is_kept_and_forgotten() throws IOException {
        // When
        var login =
                commands.with(Map.of("FAIRLEAD_TOKEN", FAIRLEAD.key()))
                        .run("login", "--key", "--url", FAIRLEAD.url());
        var who = commands.run("whoami");
        var out = commands.run("logout");
        // Then
        assertThat(login.exitCode()).as(login.err()).isZero();
        assertThat(who.out()).contains("key");
        assertThat(out.out()).contains("until it is revoked");
        assertThat(Files.exists(file())).isFalse();
    }
}
