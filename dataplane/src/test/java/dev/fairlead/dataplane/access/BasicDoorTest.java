package dev.fairlead.dataplane.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.dataplane.access.BasicDoor.Outcome;
import dev.fairlead.dataplane.access.BasicDoor.Outcome.Busy;
import dev.fairlead.dataplane.access.BasicDoor.Outcome.Entered;
import dev.fairlead.dataplane.access.BasicDoor.Outcome.TooOften;
import dev.fairlead.dataplane.access.BasicDoor.Outcome.Unknown;
import dev.fairlead.model.access.PasswordUsers;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

@Timeout(60)
class BasicDoorTest {
    private static final PasswordUsers USERS = PasswordUsers.of(Map.of("ann", "hash of right"));
    private static final String HERE = "192.0.2.1";
    private static final String ELSEWHERE = "192.0.2.2";

    private final AtomicInteger checks = new AtomicInteger();
    private final BasicDoor door =
            new BasicDoor((password, hash) -> {
                checks.incrementAndGet();
                return hash.equals(Optional.of("hash of " + password));
            });

    private static Outcome pass(BasicDoor door, String name, String password, String network) {
        var shown = new BasicCredential(name, password);
        return door.known(Optional.of(shown), network, USERS)
                .orElseGet(() -> {
                    var heard = new CompletableFuture<Outcome>();
                    door.ask(shown, network, USERS, heard::complete);
                    return heard.join();
                });
    }

    private Outcome pass(String name, String password) {
        return pass(door, name, password, HERE);
    }

    @Test
    void the_right_password_of_the_right_name_opens_and_is_remembered() {
        assertThat(pass("ann", "right")).isEqualTo(new Entered("ann"));
        assertThat(pass("ann", "right")).isEqualTo(new Entered("ann"));
        assertThat(checks).hasValue(1);
        assertThat(pass("bob", "right")).isEqualTo(new Unknown());
        assertThat(pass("ann", "wrong")).isEqualTo(new Unknown());
        assertThat(door.known(Optional.empty(), HERE, USERS)).contains(new Unknown());
    }

    @Test
    void after_so_many_wrong_ones_nothing_from_there_is_looked_at() {
        // Given
        int guesses = 0;
        while (guesses < 60 && pass("ann", "wrong" + guesses) instanceof Unknown) {
            guesses++;
        }
        assertThat(guesses).as("the last few came back meanwhile").isBetween(20, 59);
        int looked = checks.get();
        // When
        Outcome wrong = pass("ann", "wrong again");
        Outcome right = pass("ann", "right");
        Outcome elsewhere = pass(door, "ann", "right", ELSEWHERE);
        // Then
        assertThat(wrong).isInstanceOfSatisfying(TooOften.class, BasicDoorTest::soon);
        assertThat(right).isInstanceOf(TooOften.class);
        assertThat(elsewhere).isEqualTo(new Entered("ann"));
        assertThat(checks).hasValue(looked + 1);
        assertThat(pass("ann", "right")).as("also what is known").isInstanceOf(TooOften.class);
    }

    private static void soon(TooOften refused) {
        assertThat(refused.retryAfter()).isPositive().isLessThanOrEqualTo(Duration.ofSeconds(9));
    }

    @Test
    void what_is_right_or_absent_costs_nothing_and_what_is_known_to_be_wrong_does() {
        // When
        for (int i = 0; i < 100; i++) {
            pass("ann", "right");
            door.known(Optional.empty(), HERE, USERS);
        }
        // Then
        int wrong = 0;
        while (wrong < 60 && pass("ann", "the same") instanceof Unknown) {
            wrong++;
        }
        assertThat(wrong).isBetween(20, 59);
    }

    @Test
    void more_than_eight_at_once_are_told_to_come_again() throws InterruptedException {
        // Given
        var begun = new CountDownLatch(8);
        var go = new CountDownLatch(1);
        var slow =
                new BasicDoor((_, _) -> {
                    begun.countDown();
                    await(go);
                    return true;
                });
        for (int i = 0; i < 8; i++) {
            slow.ask(new BasicCredential("ann", "p" + i), HERE, USERS, _ -> {});
        }
        begun.await();
        // When
        Outcome ninth = pass(slow, "ann", "p9", HERE);
        go.countDown();
        // Then
        assertThat(ninth).isEqualTo(new Busy());
    }

    @Test
    void a_check_that_breaks_leaves_nobody_waiting_and_keeps_no_place() {
        // Given
        var broken =
                new BasicDoor((_, _) -> {
                    throw new IllegalStateException("no memory for it");
                });
        // When, Then
        for (int i = 0; i < 20; i++) {
            assertThat(pass(broken, "ann", "p" + i, HERE)).isEqualTo(new Busy());
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
