package dev.fairlead.dataplane.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.dataplane.proxy.HandApps.HandApp;
import dev.fairlead.dataplane.upstream.LiveTarget;
import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.functions.Limits;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/// Requests to apps whose instances come and go.
@Timeout(60)
class AppsTest {
    private final HandApps apps = new HandApps();
    private final Front front = Front.running(apps);
    private final Origin one = new Origin();
    private final Origin two = new Origin();

    AppsTest() throws IOException {}

    @AfterEach
    void close() throws Exception {
        front.close();
        one.close();
        two.close();
    }

    @Test
    void a_version_that_is_led_to_is_wanted() {
        // When
        front.app(1, 2);
        // Then
        assertThat(apps.of(1).wanted).hasValue(1);
        assertThat(apps.of(2).wanted).hasValue(0);
    }

    @Test
    void a_request_is_held_until_an_instance_joins() throws Exception {
        // Given
        front.app(1);
        CompletableFuture<String> answer = CompletableFuture.supplyAsync(this::get);
        Awaits.until("it asks for an instance", () -> apps.of(1).wanted.get() > 1);
        assertThat(answer).isNotDone();
        // When
        apps.of(1).join(one);
        // Then
        assertThat(answer.get()).contains("200 OK");
    }

    private String get() {
        try {
            return front.get("/");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_request_that_no_instance_comes_for_is_told_so_and_leaves_its_place() throws IOException {
        // Given
        Limits limits = front.limits();
        front.limits(
                        new Limits(
                                limits.timeout(),
                                limits.memoryBytes(),
                                1,
                                0,
                                Duration.ofMillis(50),
                                limits.maxRequestBytes(),
                                limits.maxResponseBytes()))
                .app(1);
        // When
        String first = front.get("/");
        String second = front.get("/");
        // Then
        assertThat(first).contains("503", "\"code\":\"no-instance\"");
        assertThat(second).contains("no-instance");
        assertThat(front.router.find(Front.SERVICE).orElseThrow().admission().running()).isZero();
    }

    @Test
    void who_waits_goes_where_the_alias_leads_by_then() throws Exception {
        // Given
        front.app(1);
        CompletableFuture<String> answer = CompletableFuture.supplyAsync(this::get);
        Awaits.until("it asks for an instance", () -> apps.of(1).wanted.get() > 1);
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
            Awaits.until("it asks for an instance", () -> apps.of(1).wanted.get() > 1);
        }
        // When, Then
        Awaits.until(
                "its place is free",
                () -> front.router.find(Front.SERVICE).orElseThrow().admission().running() == 0);
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
    void a_version_that_nothing_leads_to_rests_and_is_wanted_again() {
        // Given
        front.app(1);
        HandApp first = apps.of(1);
        // When
        front.app(2, 1);
        // Then
        assertThat(first.resting).isTrue();
        assertThat(first.upstream().closed()).isFalse();
        // When
        front.router.prepare(front.appSpec(1));
        front.app(1, 2);
        // Then
        assertThat(first.prepared).hasValue(1);
        assertThat(first.resting).isFalse();
        assertThat(apps.of(1)).isSameAs(first);
    }

    @Test
    void a_prepared_version_is_the_one_that_is_published() {
        // Given
        front.router.prepare(front.appSpec(1));
        HandApp prepared = apps.of(1);
        // When
        front.app(1);
        // Then
        assertThat(apps.of(1)).isSameAs(prepared);
    }

    @Test
    void what_cannot_start_or_is_forgotten_is_closed() {
        // Given
        front.router.prepare(front.appSpec(1));
        apps.broken = true;
        // When
        assertThatThrownBy(() -> front.router.prepare(front.appSpec(2)))
                .isInstanceOf(BuildFailed.class);
        front.router.forget(Front.SERVICE, front.appSpec(1).program().hash());
        // Then
        assertThat(apps.of(1).upstream().closed()).isTrue();
        assertThat(apps.of(2).upstream().closed()).isTrue();
    }
}
