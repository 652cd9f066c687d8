package dev.fairlead.dataplane.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.dataplane.access.Verdict.Allowed;
import dev.fairlead.dataplane.access.Verdict.Unavailable;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ServiceId;

import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

class DoorTest {
    private static final Clock CLOCK = Clock.systemUTC();
    private static final ServiceId FUNCTION = ServiceId.next(CLOCK);
    private static final OrganizationId ORGANIZATION = OrganizationId.next(CLOCK);

    private final CountDownLatch decides = new CountDownLatch(1);
    private final AtomicInteger asked = new AtomicInteger();
    private final Gatekeeper slow =
            new Gatekeeper() {
                @Override
                public Optional<Verdict> known(Question question) {
                    return Optional.empty();
                }

                @Override
                public Verdict decide(Question question) {
                    asked.incrementAndGet();
                    try {
                        decides.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    if (question.bearer().equals("broken")) {
                        throw new IllegalStateException("a bug");
                    }
                    return new Allowed(question.bearer());
                }
            };

    private static Question question(String bearer) {
        return new Question(FUNCTION, ORGANIZATION, bearer, "192.0.2.1");
    }

    private static CompletableFuture<Verdict> ask(Door door, String bearer) {
        var heard = new CompletableFuture<Verdict>();
        door.ask(question(bearer), heard::complete);
        return heard;
    }

    @Test
    void the_same_question_is_asked_once_and_answered_to_all() {
        // Given
        var door = new Door(slow, 2);
        var answers = new ArrayList<CompletableFuture<Verdict>>();
        for (int i = 0; i < 1000; i++) {
            answers.add(ask(door, "ada"));
        }
        // When
        decides.countDown();
        // Then
        assertThat(answers).allSatisfy(a -> assertThat(a.join()).isEqualTo(new Allowed("ada")));
        assertThat(asked).hasValue(1);
        assertThat(ask(door, "ada").join()).isEqualTo(new Allowed("ada"));
        assertThat(asked).as("what was answered is no longer open").hasValue(2);
    }

    @Test
    void more_questions_than_places_cannot_be_answered_now() {
        // Given
        var door = new Door(slow, 2);
        var ada = ask(door, "ada");
        var bob = ask(door, "bob");
        // When
        Verdict third = ask(door, "eve").join();
        decides.countDown();
        // Then
        assertThat(third).isEqualTo(new Unavailable());
        assertThat(ada.join()).isEqualTo(new Allowed("ada"));
        assertThat(bob.join()).isEqualTo(new Allowed("bob"));
    }

    @Test
    void a_gatekeeper_that_breaks_lets_nobody_in_and_gives_its_place_back() {
        // Given
        var door = new Door(slow, 1);
        decides.countDown();
        for (int i = 0; i < 5; i++) {
            // When / Then
            assertThat(ask(door, "broken").join()).isEqualTo(new Unavailable());
        }
        assertThat(ask(door, "ada").join()).isEqualTo(new Allowed("ada"));
    }

    @Test
    void a_question_never_shows_its_credential() {
        assertThat(question("flk_secret").toString()).doesNotContain("flk_secret");
    }
}
