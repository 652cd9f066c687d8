package dev.fairlead.dataplane.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.dataplane.cache.Purge;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/// Many that want one answer, and answers that are stale: who fetches, who waits, who gets which.
@Timeout(60)
class CachedWaitingTest extends CachedFixture {
    @Test
    void a_stale_answer_that_still_holds_is_good_again() throws Exception {
        origin.on(
                "/a",
                talk -> {
                    calls.incrementAndGet();
                    boolean known = talk.fields().contains("if-none-match: \"x\"");
                    talk.say(
                            known
                                    ? "HTTP/1.1 304 Not Modified\netag: \"x\"\nx-new: yes\n\n"
                                    : KEPT
                                            + "age: 5\n"
                                            + "etag: \"x\"\n"
                                            + "content-length: 4\n\nbody");
                });
        get("/a");
        clock.by(100);
        // When
        String checked = get("/a");
        String again = get("/a");
        // Then
        assertThat(checked).startsWith("HTTP/1.1 200").contains("x-new: yes").endsWith("body");
        assertThat(field(again, "cache-status")).isEqualTo("fairlead; hit; ttl=60");
        assertThat(field(again, "age")).isEqualTo("0");
        assertThat(calls).hasValue(2);
    }

    @Test
    void a_stale_answer_serves_while_one_request_fetches_a_newer_one() throws Exception {
        says("/a", "cache-control: max-age=10, stale-while-revalidate=60\n");
        get("/a");
        clock.by(20);
        // When
        String stale = get("/a");
        // Then
        assertThat(stale).endsWith("answer 1");
        assertThat(field(stale, "cache-status")).isEqualTo("fairlead; hit; ttl=-10");
        Awaits.until("a newer one is there", () -> cache.of(Front.SERVICE).counts().stored() == 2);
        assertThat(get("/a")).endsWith("answer 2");
        assertThat(calls).hasValue(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_stale_answer_serves_where_none_can_be_had(boolean closed) throws Exception {
        says("/a", "cache-control: max-age=10, stale-if-error=60\n");
        get("/a");
        clock.by(20);
        if (closed) {
            origin.close();
        } else {
            says("/a", "500 Broken", "");
        }
        // When
        String stale = get("/a");
        clock.by(60);
        String late = get("/a");
        // Then
        assertThat(stale).startsWith("HTTP/1.1 200").endsWith("answer 1");
        assertThat(late).startsWith("HTTP/1.1 50");
    }

    @Test
    void a_stampede_is_one_request_of_the_origin() throws Exception {
        var asked = new CountDownLatch(1);
        var answer = new CountDownLatch(1);
        origin.on(
                "/slow",
                talk -> {
                    calls.incrementAndGet();
                    asked.countDown();
                    await(answer);
                    talk.say(KEPT + "content-length: 2\n\nok");
                });
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            // When
            Callable<String> one = () -> get("/slow");
            List<Future<String>> all =
                    IntStream.range(0, 200).mapToObj(_ -> clients.submit(one)).toList();
            await(asked);
            Awaits.until("the others wait", () -> cache.of(Front.SERVICE).counts().waited() == 199);
            answer.countDown();
            // Then
            for (Future<String> client : all) {
                assertThat(client.get()).startsWith("HTTP/1.1 200").endsWith("ok");
            }
        }
        assertThat(calls).hasValue(1);
    }

    @Test
    void who_waited_for_what_is_nobody_elses_asks_by_itself() throws Exception {
        var answer = new CountDownLatch(1);
        origin.on(
                "/slow",
                talk -> {
                    int call = calls.incrementAndGet();
                    await(answer);
                    talk.say("HTTP/1.1 200 OK\ncontent-length: 1\n\n" + call % 10);
                });
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            // When
            Callable<String> one = () -> get("/slow");
            List<Future<String>> all =
                    IntStream.range(0, 20).mapToObj(_ -> clients.submit(one)).toList();
            Awaits.until("the others wait", () -> cache.of(Front.SERVICE).counts().waited() == 19);
            answer.countDown();
            // Then
            for (Future<String> client : all) {
                assertThat(client.get()).startsWith("HTTP/1.1 200");
            }
        }
        assertThat(calls).hasValue(20);
    }

    @Test
    void whoever_leads_and_leaves_is_followed_by_another() throws Exception {
        var hold = new CountDownLatch(1);
        origin.on(
                "/slow",
                talk -> {
                    if (calls.incrementAndGet() == 1) {
                        await(hold);
                    }
                    talk.say(KEPT + "content-length: 2\n\nok");
                });
        var leader = front.connect();
        Front.send(leader, "GET /slow HTTP/1.1\nhost: " + Front.HOST + "\n\n");
        Awaits.until("it was asked", () -> calls.get() == 1);
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<String> one = () -> get("/slow");
            Future<String> other = clients.submit(one);
            Awaits.until("the other waits", () -> cache.of(Front.SERVICE).counts().waited() == 1);
            // When
            leader.close();
            // Then
            assertThat(other.get()).endsWith("ok");
        }
        hold.countDown();
    }

    @Test
    void an_answer_on_its_way_is_forgotten_too() throws Exception {
        var asked = new CountDownLatch(1);
        var answer = new CountDownLatch(1);
        origin.on(
                "/slow",
                talk -> {
                    int call = calls.incrementAndGet();
                    asked.countDown();
                    await(answer);
                    talk.say(KEPT + "content-length: 1\n\n" + call);
                });
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<String> before = clients.submit(() -> get("/slow"));
            await(asked);
            // When
            cache.purge(new Purge.Everything(Front.SERVICE));
            answer.countDown();
            // Then
            assertThat(before.get()).endsWith("1");
            assertThat(get("/slow")).endsWith("2");
        }
    }

    @Test
    void a_refusal_is_no_sign_that_answers_are_nobody_elses() throws Exception {
        says("/a", "429 Too Many Requests", "");
        get("/a");
        says("/a", "cache-control: max-age=60\n");
        // When
        String first = get("/a");
        String second = get("/a");
        // Then
        assertThat(first).endsWith("answer 2");
        assertThat(second).endsWith("answer 2");
    }
}
