package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.endtoend.Installation.Reply;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;

/// What decides who can sign in as somebody needs that they proved who they are a moment ago; what
/// waits for a provider waits ten minutes; and beginning sign-ins has an end.
@Tag("slow")
class ConfirmationTest {
    private static final TurnedClock CLOCK = new TurnedClock();
    private static final Installation FAIRLEAD = Installation.fresh(Map.of(), CLOCK).ready();
    private static final People PEOPLE = new People(FAIRLEAD);

    @AfterAll
    static void end() {
        FAIRLEAD.close();
    }

    private static void provider(String name) {
        Map<String, String> body =
                Map.of("name", name, "kind", "github", "clientId", "x", "clientSecret", "y");
        Reply made = FAIRLEAD.api("POST", "/providers", People.json(body));
        assertThat(made.status()).as(made.body()).isEqualTo(201);
    }

    private static Walker signedIn() {
        PEOPLE.owner();
        var person = PEOPLE.join(PEOPLE.first(), "viewer");
        var walker = new Walker(FAIRLEAD.url());
        walker.signIn(FAIRLEAD, person.email());
        return walker;
    }

    private static Reply connect(Walker walker, String provider) {
        return walker.ask(
                FAIRLEAD,
                "POST",
                "/account/identities:connect",
                People.json(Map.of("provider", provider)));
    }

    private static Reply confirm(Walker walker, String password) {
        return walker.ask(
                FAIRLEAD, "POST", "/session:confirm", People.json(Map.of("password", password)));
    }

    @Test
    void an_older_session_is_confirmed_by_the_password_before_it_connects_anything() {
        // Given
        // Past the quarter of an hour in which another test began too many.
        CLOCK.turn(Duration.ofMinutes(16));
        provider("github");
        Walker walker = signedIn();
        Reply soon = connect(walker, "github");
        // When
        CLOCK.turn(Duration.ofMinutes(11));
        Reply later = connect(walker, "github");
        Reply disconnected = walker.ask(FAIRLEAD, "DELETE", "/account/identities/github", "");
        Reply expired = ticketOf(walker, soon);
        Reply wrong = confirm(walker, "wrong-otter-parcel-94");
        Reply right = confirm(walker, People.PASSWORD);
        // Then
        assertThat(soon.status()).isEqualTo(200);
        assertThat(later.code()).isEqualTo("confirmation-needed");
        assertThat(disconnected.code()).isEqualTo("confirmation-needed");
        assertThat(expired.code()).isEqualTo("sign-in-over");
        assertThat(wrong.code()).isEqualTo("sign-in-refused");
        assertThat(right.status()).isEqualTo(204);
        assertThat(connect(walker, "github").status()).isEqualTo(200);
    }

    private static Reply ticketOf(Walker walker, Reply begun) {
        String location = begun.json().path("location").asString();
        return walker.ask(FAIRLEAD, "GET", location.substring("/api/v1".length()), "");
    }

    @Test
    void one_address_begins_so_many_sign_ins_and_no_more() {
        // Given
        provider("busy");
        var statuses = new ArrayList<Integer>();
        // When
        for (int i = 0; i < 110; i++) {
            statuses.add(FAIRLEAD.get("/api/v1/sign-in/busy").status());
        }
        // Then
        assertThat(statuses).contains(302).endsWith(429, 429, 429, 429, 429);
    }
}
