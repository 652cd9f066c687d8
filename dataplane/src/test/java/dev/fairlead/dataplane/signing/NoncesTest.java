package dev.fairlead.dataplane.signing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.dataplane.signing.NonceStore.Outcome;
import dev.fairlead.dataplane.signing.NonceStore.Use;
import dev.fairlead.model.ids.ServiceId;

import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

class NoncesTest {
    private static final ServiceId FUNCTION = ServiceId.next(Clock.systemUTC());
    private static final ServiceId OTHER = ServiceId.next(Clock.systemUTC());

    /// Remembers like PostgreSQL does, and can be away.
    private static final class Memory implements NonceStore {
        private final Set<Use> used = new HashSet<>();
        private final AtomicInteger asked = new AtomicInteger();
        private volatile boolean away;

        @Override
        public synchronized List<Outcome> remember(List<Use> uses) {
            asked.incrementAndGet();
            assertThat(uses).doesNotHaveDuplicates();
            return uses.stream()
                    .map(use -> {
                        if (away) {
                            return Outcome.UNAVAILABLE;
                        }
                        return used.add(use) ? Outcome.FRESH : Outcome.USED;
                    })
                    .toList();
        }
    }

    private final Memory store = new Memory();

    private static Use use(ServiceId function, String nonce) {
        return new Use(function, "key", nonce, Instant.EPOCH);
    }

    private static CompletableFuture<Outcome> ask(Nonces nonces, String nonce) {
        var heard = new CompletableFuture<Outcome>();
        nonces.use(use(FUNCTION, nonce), heard::complete);
        return heard;
    }

    @Test
    void a_nonce_is_used_once_for_each_function() {
        // Given
        var nonces = new Nonces(store);
        var elsewhere = new CompletableFuture<Outcome>();
        // When
        Outcome first = ask(nonces, "a").join();
        Outcome second = ask(nonces, "a").join();
        nonces.use(use(OTHER, "a"), elsewhere::complete);
        // Then
        assertThat(first).isEqualTo(Outcome.FRESH);
        assertThat(second).isEqualTo(Outcome.USED);
        assertThat(elsewhere.join()).isEqualTo(Outcome.FRESH);
    }

    @Test
    void of_many_at_once_one_is_first_and_the_rest_cost_no_question() throws InterruptedException {
        // Given
        var nonces = new Nonces(store);
        var go = new CountDownLatch(1);
        var outcomes = new ArrayList<CompletableFuture<Outcome>>();
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < 200; i++) {
            var heard = new CompletableFuture<Outcome>();
            outcomes.add(heard);
            threads.add(
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    go.await();
                                } catch (InterruptedException e) {
                                    Thread.currentThread().interrupt();
                                }
                                nonces.use(use(FUNCTION, "same"), heard::complete);
                            }));
        }
        // When
        go.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        // Then
        assertThat(outcomes.stream().map(CompletableFuture::join))
                .containsOnlyOnce(Outcome.FRESH)
                .hasSize(200);
        assertThat(store.asked.get()).isEqualTo(1);
    }

    @Test
    void what_another_instance_used_is_used_here() {
        // Given
        var here = new Nonces(store);
        var there = new Nonces(store);
        ask(here, "a").join();
        // When
        Outcome second = ask(there, "a").join();
        // Then
        assertThat(second).isEqualTo(Outcome.USED);
    }

    @Test
    void what_this_instance_forgot_the_store_still_knows() {
        // Given
        var nonces = new Nonces(store, 2);
        for (String nonce : List.of("a", "b", "c", "d")) {
            assertThat(ask(nonces, nonce).join()).isEqualTo(Outcome.FRESH);
        }
        // When
        Outcome again = ask(nonces, "a").join();
        // Then
        assertThat(again).isEqualTo(Outcome.USED);
        assertThat(store.asked.get()).isEqualTo(5);
    }

    @Test
    void without_the_store_nothing_is_let_in_and_nothing_is_used_up() {
        // Given
        var nonces = new Nonces(store);
        store.away = true;
        Outcome away = ask(nonces, "a").join();
        store.away = false;
        // When
        Outcome back = ask(nonces, "a").join();
        // Then
        assertThat(away).isEqualTo(Outcome.UNAVAILABLE);
        assertThat(back).isEqualTo(Outcome.FRESH);
    }
}
