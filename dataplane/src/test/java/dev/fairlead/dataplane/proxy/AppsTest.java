package dev.fairlead.dataplane.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.dataplane.proxy.HandApps.HandApp;
import dev.fairlead.dataplane.upstream.LiveTarget;
import dev.fairlead.model.apps.Scale;
import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.functions.Limits;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// Requests to apps whose instances come and go.
@Timeout(60)
class AppsTest {
    private final HandApps apps = new HandApps();
    private final Front front = Front.running(apps);
    private final Origin one = new Origin();
    private final Origin two = new Origin();
    private final AtomicInteger held = new AtomicInteger();
    private final CountDownLatch release = new CountDownLatch(1);

    AppsTest() throws IOException {}

    @AfterEach
    void close() throws Exception {
        front.close();
        one.close();
        two.close();
    }

    @Test
    void a_version_that_is_led_to_is_told_so() {
        // When
        front.app(1, 2);
        // Then
        assertThat(apps.of(1).led).hasValue(1);
        assertThat(apps.of(2).led).hasValue(0);
    }

    @Test
    void a_request_is_held_until_an_instance_joins() throws Exception {
        // Given
        front.app(1);
        CompletableFuture<String> answer = asking();
        Awaits.until("it asks for an instance", () -> apps.of(1).needed.get() > 0);
        assertThat(answer).isNotDone();
        // When
        apps.of(1).join(one);
        // Then
        assertThat(answer.get()).contains("200 OK");
    }

    private CompletableFuture<String> asking() {
        return CompletableFuture.supplyAsync(this::get, task -> Thread.ofVirtual().start(task));
    }

    private String get() {
        try {
            return front.get("/");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Limits limits(int concurrency, int queueLength, Duration queueTimeout) {
        Limits limits = front.limits();
        return new Limits(
                limits.timeout(),
                limits.memoryBytes(),
                concurrency,
                queueLength,
                queueTimeout,
                limits.maxRequestBytes(),
                limits.maxResponseBytes());
    }

    @Test
    void a_request_that_no_instance_comes_for_is_told_so_and_leaves_its_place() throws IOException {
        // Given
        front.limits(limits(1, 1, Duration.ofMillis(50))).app(1);
        // When
        String first = front.get("/");
        String second = front.get("/");
        // Then
        assertThat(first).contains("503", "\"code\":\"no-instance\"");
        assertThat(second).contains("no-instance");
        assertThat(queued(1)).isZero();
    }

    private void hold(Origin.Talk talk) throws IOException {
        held.incrementAndGet();
        try {
            release.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        talk.say("HTTP/1.1 200 OK\ncontent-length: 0\n\n");
    }

    private int queued(int version) {
        return apps.of(version).upstream().places().orElseThrow().queued();
    }

    @Test
    void an_instance_gets_no_more_at_once_than_it_may_and_the_rest_waits() throws Exception {
        // Given
        front.limits(limits(2, 1, Duration.ofSeconds(10))).app(1);
        apps.of(1).join(one);
        one.on("/", this::hold);
        var answers = new ArrayList<CompletableFuture<String>>();
        for (int i = 0; i < 3; i++) {
            answers.add(asking());
        }
        Awaits.until("two are there and one waits", () -> held.get() == 2 && queued(1) == 1);
        // When
        String refused = front.get("/");
        release.countDown();
        // Then
        assertThat(refused).contains("503", "at-capacity");
        for (CompletableFuture<String> answer : answers) {
            assertThat(answer.get()).contains("200 OK");
        }
    }

    @Test
    void who_waits_too_long_for_a_place_is_told_so() throws Exception {
        // Given
        front.limits(limits(1, 5, Duration.ofMillis(100))).app(1);
        apps.of(1).join(one);
        one.on("/", this::hold);
        var first = asking();
        Awaits.until("one is there", () -> held.get() == 1);
        // When
        String second = front.get("/");
        release.countDown();
        // Then
        assertThat(second).contains("queue-timeout");
        assertThat(first.get()).contains("200 OK");
    }

    @Test
    void a_request_to_an_instance_that_is_dead_goes_to_the_next_one() throws Exception {
        // Given
        front.app(1);
        LiveTarget dead = apps.of(1).join(one);
        one.close();
        // When
        CompletableFuture<String> answer = asking();
        Awaits.until("it is doubted", () -> apps.of(1).doubted.contains(dead));
        // Then
        assertThat(answer).isNotDone();
        // When
        apps.of(1).join(two);
        // Then
        assertThat(answer.get()).contains("200 OK");
        assertThat(two.asked()).hasSize(1);
    }

    @Test
    void garbage_is_told_at_once_and_a_closed_connection_after_some_tries() throws IOException {
        // Given
        front.app(1);
        apps.of(1).join(one);
        one.on("/garbage", talk -> talk.say("what?\n\n"))
                .on("/closes", talk -> talk.socket().close());
        // When
        String garbage = front.get("/garbage");
        int asked = one.asked().size();
        String closed = front.get("/closes");
        // Then
        assertThat(garbage).contains("502", "upstream-failed", "not a valid answer");
        assertThat(asked).isEqualTo(1);
        assertThat(closed).contains("502", "upstream-failed", "closed before an answer came");
        assertThat(one.asked().size()).isBetween(asked + 2, asked + 8);
        assertThat(apps.of(1).doubted).isEmpty();
        assertThat(front.get("/")).contains("200 OK");
    }

    @Test
    void who_prepares_the_same_version_at_once_starts_it_once() throws Exception {
        // When
        var both = new ArrayList<CompletableFuture<Void>>();
        for (int i = 0; i < 8; i++) {
            both.add(
                    CompletableFuture.runAsync(
                            () -> front.router.prepare(front.appSpec(1), Scale.USUAL),
                            task -> Thread.ofVirtual().start(task)));
        }
        for (CompletableFuture<Void> one : both) {
            one.get();
        }
        // Then
        assertThat(apps.made).hasValue(1);
    }

    @Test
    void a_new_version_is_prepared_with_as_many_instances_as_the_one_before_has() {
        // Given
        front.app(1);
        apps.of(1).join(one);
        apps.of(1).join(two);
        // When
        front.router.prepare(front.appSpec(2), Scale.USUAL);
        // Then
        assertThat(apps.of(2).instances).isEqualTo(2);
    }

    @Test
    void who_waits_goes_where_the_alias_leads_by_then() throws Exception {
        // Given
        front.app(1);
        CompletableFuture<String> answer = asking();
        Awaits.until("it asks for an instance", () -> apps.of(1).needed.get() > 0);
        // When
        front.app(2);
        apps.of(2).join(two);
        // Then
        assertThat(answer.get()).contains("200 OK");
    }

    @Test
    void a_client_that_goes_while_it_waits_leaves_its_place() throws IOException {
        // Given
        front.app(1);
        try (Socket client = front.connect()) {
            Front.send(client, "GET / HTTP/1.1\nHost: " + Front.HOST + "\n\n");
            Awaits.until("it asks for an instance", () -> apps.of(1).needed.get() > 0);
        }
        // When, Then
        Awaits.until("its place is free", () -> queued(1) == 0);
    }

    @Test
    void an_instance_that_left_gets_nothing_more() throws IOException {
        // Given
        front.app(1);
        LiveTarget first = apps.of(1).join(one);
        front.get("/");
        apps.of(1).join(two);
        // When
        apps.of(1).upstream().leave(first);
        int before = one.asked().size();
        for (int i = 0; i < 5; i++) {
            assertThat(front.get("/")).contains("200 OK");
        }
        // Then
        assertThat(one.asked()).hasSize(before);
        assertThat(two.asked()).hasSize(5);
    }

    @Test
    void a_version_that_nothing_leads_to_rests_and_is_led_to_again() {
        // Given
        front.app(1);
        HandApp first = apps.of(1);
        // When
        front.app(2, 1);
        // Then
        assertThat(first.resting).isTrue();
        assertThat(first.upstream().closed()).isFalse();
        // When
        front.router.prepare(front.appSpec(1), Scale.USUAL);
        front.app(1, 2);
        // Then
        assertThat(first.prepared).hasValue(1);
        assertThat(first.resting).isFalse();
        assertThat(apps.of(1)).isSameAs(first);
    }

    @Test
    void a_prepared_version_is_the_one_that_is_published() {
        // Given
        front.router.prepare(front.appSpec(1), Scale.USUAL);
        HandApp prepared = apps.of(1);
        // When
        front.app(1);
        // Then
        assertThat(apps.of(1)).isSameAs(prepared);
    }

    @Test
    void what_cannot_start_or_is_forgotten_is_closed() {
        // Given
        front.router.prepare(front.appSpec(1), Scale.USUAL);
        apps.broken = true;
        // When
        assertThatThrownBy(() -> front.router.prepare(front.appSpec(2), Scale.USUAL))
                .isInstanceOf(BuildFailed.class);
        front.router.forget(Front.SERVICE, front.appSpec(1).program().hash());
        // Then
        assertThat(apps.of(1).upstream().closed()).isTrue();
        assertThat(apps.of(2).upstream().closed()).isTrue();
    }
}
