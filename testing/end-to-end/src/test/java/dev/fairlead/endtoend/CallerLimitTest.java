package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.endtoend.Installation.Reply;
import dev.fairlead.endtoend.People.Person;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A user or a key asks the API so often and no more; others go on.
@Tag("slow")
class CallerLimitTest {
    private static final int MOST = 40;
    private static final Installation FAIRLEAD =
            Installation.fresh(Map.of("FAIRLEAD_CALLER_RATE", MOST + "/1h")).ready();
    private static final People PEOPLE = new People(FAIRLEAD);

    @AfterAll
    static void close() {
        FAIRLEAD.close();
    }

    @Test
    void one_request_too_many_is_refused_and_others_go_on() {
        // Given
        String first = PEOPLE.first();
        Person eager = PEOPLE.join(first, "viewer");
        Person calm = PEOPLE.join(first, "viewer");
        List<Reply> replies = new ArrayList<>();
        // When
        // signing in asked once already
        for (int i = 0; i < MOST; i++) {
            replies.add(PEOPLE.get(eager, "/functions"));
        }
        // Then
        assertThat(replies.subList(0, MOST - 1)).allMatch(reply -> reply.status() == 200);
        Reply last = replies.getLast();
        assertThat(last.code()).isEqualTo("rate-limited");
        assertThat(last.whole().headers().firstValueAsLong("retry-after").orElseThrow())
                .isPositive();
        assertThat(PEOPLE.get(calm, "/functions").status()).isEqualTo(200);
        assertThat(replies)
                .allSatisfy(reply ->
                        assertThat(reply.whole().headers().firstValue("ratelimit-policy"))
                                .hasValueSatisfying(policy ->
                                        assertThat(policy).startsWith("\"caller\";q=" + MOST)));
        assertThat(last.whole().headers().firstValue("ratelimit"))
                .hasValueSatisfying(left -> assertThat(left).startsWith("\"caller\";r=0;t="));
    }
}
