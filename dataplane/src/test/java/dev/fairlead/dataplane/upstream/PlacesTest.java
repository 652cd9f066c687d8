package dev.fairlead.dataplane.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.dataplane.upstream.Places.Admitted;
import dev.fairlead.dataplane.upstream.Places.Entry;
import dev.fairlead.dataplane.upstream.Places.Other;
import dev.fairlead.dataplane.versions.UpstreamSpec.Target;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

@Timeout(60)
class PlacesTest {
    private final List<LiveTarget> doubted = new ArrayList<>();

    private static final class Waiting implements Places.Waiter {
        private final List<Waiting> order;
        private @Nullable LiveTarget at;
        private boolean away;

        Waiting(List<Waiting> order) {
            this.order = order;
        }

        @Override
        public void admitted(LiveTarget place) {
            at = place;
            order.add(this);
        }

        @Override
        public void sentAway() {
            away = true;
        }
    }

    private Upstream upstream(Places places) {
        return Upstream.ofInstances(Duration.ZERO, places, doubted::add);
    }

    private static LiveTarget instance(Upstream upstream) {
        return upstream.join(Target.http("127.0.0.1", 1024));
    }

    private static LiveTarget admitted(Entry entry) {
        assertThat(entry).isInstanceOf(Admitted.class);
        return ((Admitted) entry).at();
    }

    @Test
    void the_least_busy_instance_is_next() {
        // Given
        var places = new Places(2, 10);
        Upstream upstream = upstream(places);
        LiveTarget one = instance(upstream);
        LiveTarget two = instance(upstream);
        // When
        var used = new ArrayList<LiveTarget>();
        for (int i = 0; i < 4; i++) {
            used.add(admitted(places.enter(new Waiting(List.of()))));
        }
        // Then
        assertThat(used).containsExactlyInAnyOrder(one, one, two, two);
    }

    @Test
    void who_finds_no_place_waits_and_who_finds_no_room_to_wait_is_refused() {
        // Given
        var places = new Places(1, 1);
        Upstream upstream = upstream(places);
        var order = new ArrayList<Waiting>();
        // When
        Entry first = places.enter(new Waiting(order));
        Entry second = places.enter(new Waiting(order));
        // Then
        assertThat(first).isEqualTo(Other.QUEUED);
        assertThat(second).isEqualTo(Other.FULL);
        // When
        LiveTarget one = instance(upstream);
        // Then
        assertThat(order).hasSize(1);
        assertThat(one.outstanding()).isEqualTo(1);
    }

    @Test
    void who_left_the_queue_is_not_admitted() {
        // Given
        var places = new Places(1, 10);
        Upstream upstream = upstream(places);
        var order = new ArrayList<Waiting>();
        var gone = new Waiting(order);
        var patient = new Waiting(order);
        places.enter(gone);
        places.enter(patient);
        // When
        boolean left = places.leave(gone);
        instance(upstream);
        // Then
        assertThat(left).isTrue();
        assertThat(order).containsExactly(patient);
        assertThat(places.leave(patient)).isFalse();
    }

    @Test
    void a_version_that_closes_sends_all_away_and_takes_nobody_until_it_opens() {
        // Given
        var places = new Places(1, 10);
        Upstream upstream = upstream(places);
        var waiting = new Waiting(new ArrayList<>());
        places.enter(waiting);
        // When
        places.close();
        // Then
        assertThat(waiting.away).isTrue();
        instance(upstream);
        assertThat(places.enter(waiting)).isEqualTo(Other.CLOSED);
        // When
        places.open();
        // Then
        admitted(places.enter(waiting));
    }

    @Test
    void an_instance_that_did_not_answer_gets_nothing_until_it_is_trusted() {
        // Given
        var places = new Places(10, 10);
        Upstream upstream = upstream(places);
        LiveTarget only = instance(upstream);
        var order = new ArrayList<Waiting>();
        admitted(places.enter(new Waiting(order)));
        // When
        only.unreached(System.nanoTime());
        only.ended();
        // Then
        assertThat(doubted).containsExactly(only);
        assertThat(places.enter(new Waiting(order))).isEqualTo(Other.QUEUED);
        assertThat(order).isEmpty();
        // When
        only.trust();
        // Then
        assertThat(order).hasSize(1);
    }

    @Test
    void whoever_was_sent_to_a_dead_instance_goes_before_those_who_wait() {
        // Given
        var places = new Places(1, 10);
        Upstream upstream = upstream(places);
        LiveTarget dead = instance(upstream);
        admitted(places.enter(new Waiting(new ArrayList<>())));
        var order = new ArrayList<Waiting>();
        places.enter(new Waiting(order));
        dead.unreached(System.nanoTime());
        // When
        var next = upstream.take(System.nanoTime(), List.of(dead));
        // Then
        assertThat(next).isEmpty();
        // When
        dead.ended();
        LiveTarget fresh = instance(upstream);
        // Then
        assertThat(order).hasSize(1);
        assertThat(fresh.outstanding()).isEqualTo(1);
        assertThat(dead.outstanding()).isZero();
    }

    /// Comes, goes, gives up and starts instances at random: nobody is lost, and nobody overtakes.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whoever_waits_is_admitted_in_turn_or_left_by_itself(long seed) {
        // Given
        var random = new Random(seed);
        var places = new Places(3, 50);
        Upstream upstream = upstream(places);
        var running = new ArrayDeque<LiveTarget>();
        var queue = new ArrayList<Waiting>();
        var order = new ArrayList<Waiting>();
        var expected = new ArrayList<Waiting>();
        int refused = 0;
        int direct = 0;
        int left = 0;
        int came = 0;
        for (int step = 0; step < 20_000; step++) {
            // When
            switch (random.nextInt(10)) {
                case 0, 1, 2, 3, 4 -> {
                    came++;
                    var one = new Waiting(order);
                    switch (places.enter(one)) {
                        case Admitted(LiveTarget at) -> {
                            running.add(at);
                            direct++;
                        }
                        case Other.QUEUED -> queue.add(one);
                        case Other.FULL -> refused++;
                        case Other.CLOSED -> throw new AssertionError("it is open");
                    }
                }
                case 5, 6, 7 -> {
                    if (!running.isEmpty()) {
                        running.poll().ended();
                    }
                }
                case 8 -> {
                    if (!queue.isEmpty()) {
                        Waiting one = queue.get(random.nextInt(queue.size()));
                        assertThat(places.leave(one)).isTrue();
                        queue.remove(one);
                        left++;
                    }
                }
                default -> {
                    if (upstream.targets().size() < 4) {
                        instance(upstream);
                    } else {
                        upstream.leave(upstream.targets().getFirst());
                    }
                }
            }
            // Then
            while (expected.size() < order.size()) {
                Waiting admitted = order.get(expected.size());
                assertThat(admitted).isSameAs(queue.removeFirst());
                expected.add(admitted);
                running.add(Objects.requireNonNull(admitted.at));
            }
            assertThat(upstream.targets()).allMatch(one -> one.outstanding() <= 3);
        }
        assertThat(came).isEqualTo(refused + direct + left + order.size() + queue.size());
        assertThat(places.queued()).isEqualTo(queue.size());
    }

    private static void stay() {
        try {
            TimeUnit.MICROSECONDS.sleep(ThreadLocalRandom.current().nextInt(50));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void many_threads_never_find_more_than_the_places_there_are() throws InterruptedException {
        // Given
        int each = 5;
        var places = new Places(each, 100_000);
        Upstream upstream = upstream(places);
        instance(upstream);
        instance(upstream);
        var inside = new AtomicInteger();
        var most = new AtomicInteger();
        int requests = 100_000;
        var done = new CountDownLatch(requests);
        class One implements Places.Waiter {
            @Override
            public void admitted(LiveTarget at) {
                most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                assertThat(at.outstanding()).isLessThanOrEqualTo(each);
                Thread.ofVirtual()
                        .start(() -> {
                            stay();
                            inside.decrementAndGet();
                            at.ended();
                            done.countDown();
                        });
            }

            @Override
            public void sentAway() {
                throw new AssertionError("it is open");
            }
        }
        // When
        for (int t = 0; t < 4; t++) {
            Thread.ofPlatform()
                    .start(() -> {
                        for (int i = 0; i < requests / 4; i++) {
                            var one = new One();
                            if (places.enter(one) instanceof Admitted(LiveTarget at)) {
                                one.admitted(at);
                            }
                        }
                    });
        }
        done.await();
        // Then
        assertThat(most.get()).isLessThanOrEqualTo(2 * each);
        assertThat(upstream.targets()).allMatch(one -> one.outstanding() == 0);
    }
}
