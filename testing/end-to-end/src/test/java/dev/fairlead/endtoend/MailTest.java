package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What people get by mail, from an installation that has a mail server.
@Timeout(240)
class MailTest {
    private static final Pattern LINK = Pattern.compile("http://\\S+#token=\\S+");
    private static final GreenMail MAIL = mail();
    private static final Installation FAIRLEAD =
            Installation.fresh(
                            Map.of(
                                    "FAIRLEAD_SMTP_URL",
                                    "smtp+plain://127.0.0.1:" + MAIL.getSmtp().getPort(),
                                    "FAIRLEAD_MAIL_FROM",
                                    "fairlead@example.org"))
                    .ready();
    private static final People PEOPLE = new People(FAIRLEAD);

    private final Visitor visitor;

    MailTest(@TempDir Path profile) {
        visitor = new Visitor(profile, FAIRLEAD.url());
    }

    private static GreenMail mail() {
        var mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        mail.start();
        return mail;
    }

    @BeforeAll
    static void begin() {
        PEOPLE.owner();
    }

    @AfterEach
    void leave() {
        visitor.close();
    }

    @AfterAll
    static void end() {
        FAIRLEAD.close();
        MAIL.stop();
    }

    /// The link in the newest message to `address`, once there are `count`.
    private static String link(String address, int count) {
        Installation.await(
                () -> MAIL.getReceivedMessagesForDomain(address).length >= count,
                "message " + count + " to " + address);
        var message = MAIL.getReceivedMessagesForDomain(address)[count - 1];
        Matcher found =
                LINK.matcher(
                        GreenMailUtil.getBody(message).replace("=\r\n", "").replace("=3D", "="));
        assertThat(found.find()).as(GreenMailUtil.getBody(message)).isTrue();
        return found.group();
    }

    @Test
    void a_forgotten_password_is_set_by_the_link_in_a_mail_which_is_good_once() {
        // Given
        String email = "forgetful@example.org";
        String organization = PEOPLE.first();
        var invited =
                FAIRLEAD.api(
                        "POST",
                        "/invitations",
                        People.json(Map.of("email", email, "role", "viewer")));
        visitor.open(link(email, 1)).type("name", "For Getful").type("password", People.PASSWORD);
        visitor.send("form").at("/account").sees("You are viewer");
        var before = PEOPLE.signIn(email, organization);
        // When
        visitor.open("/password").type("email", email).send("ask-form").sees("is on its way");
        String link = link(email, 2);
        visitor.open(link).type("password", "mindful-otter-parcel-42").send("set-form");
        visitor.at("/login").sees("Your password is set");
        visitor.type("email", email).type("password", "mindful-otter-parcel-42").send("form");
        // Then
        visitor.at("/account").sees("Signed in as " + email);
        assertThat(invited.json().path("link").isMissingNode()).isTrue();
        assertThat(PEOPLE.get(before, "/account").status()).isEqualTo(401);
        visitor.open(link).type("password", "third-otter-parcel-42").send("set-form");
        visitor.sees("Ask for a new one");
        assertThat(visitor.complaints()).isEmpty();
    }

    @Test
    void nobody_learns_from_the_page_whether_an_address_has_an_account() {
        // When
        visitor.open("/password").type("email", "nobody@example.org").send("ask-form");
        // Then
        visitor.sees("is on its way");
        assertThat(MAIL.getReceivedMessagesForDomain("nobody@example.org")).isEmpty();
    }

    @Test
    void an_address_is_confirmed_by_its_owner_and_not_by_who_opens_the_link() {
        // Given
        var owner = PEOPLE.owner();
        PEOPLE.ask(owner, "POST", "/account/verification", "");
        String link = link(owner.email(), 1);
        // When
        visitor.open(link).sees("Confirm your address");
        boolean opened = verified(owner);
        visitor.send("form").sees("Your address is confirmed");
        // Then
        assertThat(opened).isFalse();
        assertThat(verified(owner)).isTrue();
    }

    private static boolean verified(People.Person person) {
        return PEOPLE.get(person, "/account").json().path("emailVerified").asBoolean();
    }

    @Test
    void whom_a_directory_takes_away_loses_their_session_and_comes_in_no_more() {
        // Given
        String email = "provisioned@example.org";
        String key =
                PEOPLE.ask(
                                PEOPLE.owner(),
                                "POST",
                                "/keys",
                                Map.of("name", "d", "scopes", List.of("directory:write")))
                        .json()
                        .path("key")
                        .asString();
        var made =
                PEOPLE.with(
                        key, "", "POST", "/scim/v2/Users", People.json(Map.of("userName", email)));
        PEOPLE.post("/password-resets", Map.of("email", email));
        visitor.open(link(email, 1)).type("password", People.PASSWORD).send("set-form");
        visitor.at("/login");
        var person = PEOPLE.signIn(email, PEOPLE.first());
        assertThat(PEOPLE.get(person, "/organization").status()).isEqualTo(200);
        // When
        String path = "/scim/v2/Users/" + made.json().path("id").asString();
        var gone = PEOPLE.with(key, "", "DELETE", path, "");
        // Then
        assertThat(gone.status()).as(gone.body()).isEqualTo(204);
        assertThat(PEOPLE.get(person, "/account").status()).isEqualTo(401);
        var again = Map.of("email", email, "password", People.PASSWORD);
        assertThat(PEOPLE.post("/tokens", again).status()).isEqualTo(401);
    }
}
