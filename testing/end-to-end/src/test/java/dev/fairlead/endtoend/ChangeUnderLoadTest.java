package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.endtoend.Installation.Reply;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Twenty times everything changes - releases of a function and of a proxy, weights, rollbacks, a
/// domain, its certificate - under 500 requests a second and 200 open sockets and streams. Nobody
/// notices, and the receipts say so.
@Tag("slow")
class ChangeUnderLoadTest {
    private static final int ROUNDS = 20;
    private static final int RENEWED_EVERY = 4;
    private static final int GUEST_SOCKETS = 60;
    private static final int PROXY_SOCKETS = 90;
    private static final int STREAMS = 50;
    private static final String HOST = "busy.example.test";
    private static final String UPSTREAM = "application/vnd.fairlead.upstream+json";

    private static final Pebble PEBBLE = new Pebble(Pebble.freePort(), Map.of());
    private static final Installation FAIRLEAD = Installation.fresh(settings()).ready();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final NamedUpstream one = new NamedUpstream("one");
    private final NamedUpstream two = new NamedUpstream("two");
    private final ConcurrentLinkedQueue<String> failed = new ConcurrentLinkedQueue<>();
    private final AtomicInteger answered = new AtomicInteger();

    private static Map<String, String> settings() {
        var all = new HashMap<>(PEBBLE.settings());
        all.put("FAIRLEAD_UPSTREAMS", "127.0.0.1");
        return all;
    }

    @AfterAll
    static void close() {
        HTTP.shutdownNow();
        FAIRLEAD.close();
        PEBBLE.close();
    }

    private static String source(int number) {
        return "export const handle = () => 'version "
                + number
                + "';\n"
                + "export const socket = e => e.type === 'message' ? {send: e.data} : {};";
    }

    @Test
    void nobody_notices_when_everything_changes() throws Exception {
        // Given
        String function = FAIRLEAD.javascript("busy", "steady", source(0)).path("id").asString();
        String proxy = FAIRLEAD.service("busy", "web", "proxy");
        roomy(function);
        roomy(proxy);
        forward(proxy, one);
        DomainTenant tenant = DomainTenant.first(FAIRLEAD, "busy");
        JsonNode domain = tenant.proven(PEBBLE, Map.of("name", HOST, "service", function));
        JsonNode certificate = tenant.issued(HOST);
        Installation.await(() -> https() == 0, "https");
        List<SocketClient> sockets = sockets();
        List<BufferedReader> streams = streams();
        // When
        try (var load = new Load();
                var kept =
                        new KeptConnections(
                                HOST,
                                FAIRLEAD.httpsPort(),
                                PEBBLE.root(),
                                4,
                                Duration.ofMillis(40))) {
            for (int round = 1; round <= ROUNDS; round++) {
                change(round, function, proxy);
                domain(tenant, domain.path("id").asString(), round);
                if (round % RENEWED_EVERY == 0) {
                    renew(tenant, certificate.path("id").asString());
                }
            }
            load.stop();
            // Then
            assertThat(kept.failed()).isEmpty();
            assertThat(failed).isEmpty();
            System.out.printf(
                    "%d rounds of changes beside %d requests, %d by TLS, %d sockets, %d streams%n",
                    ROUNDS, answered.get(), kept.answered(), sockets.size(), streams.size());
        }
        stillOpen(sockets, streams);
        receipted(function, proxy);
    }

    private static void roomy(String id) {
        var limits = Map.of("concurrency", 1000, "queueLength", 1000, "queueTimeoutMs", 30_000);
        Reply set =
                FAIRLEAD.api(
                        "PUT",
                        "/functions/" + id,
                        Installation.JSON.writeValueAsString(Map.of("limits", limits)));
        assertThat(set.status()).as(set.body()).isEqualTo(200);
    }

    private static int https() {
        return Curl.get(
                        "https://" + HOST + "/",
                        FAIRLEAD.httpsPort(),
                        "--cacert",
                        PEBBLE.root().toString())
                .exit();
    }

    private static List<SocketClient> sockets() {
        var all = new ArrayList<SocketClient>();
        for (int i = 0; i < GUEST_SOCKETS + PROXY_SOCKETS; i++) {
            String to = i < GUEST_SOCKETS ? "/fn/busy/steady" : "/fn/busy/web";
            all.add(SocketClient.open(HTTP, FAIRLEAD.url() + to));
        }
        return all;
    }

    private static List<BufferedReader> streams() throws IOException, InterruptedException {
        var all = new ArrayList<BufferedReader>();
        for (int i = 0; i < STREAMS; i++) {
            var asked = HttpRequest.newBuilder(URI.create(FAIRLEAD.url() + "/fn/busy/web/events"));
            var body = HTTP.send(asked.build(), BodyHandlers.ofInputStream()).body();
            var lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
            assertThat(lines.readLine()).isEqualTo("data: first of one");
            all.add(lines);
        }
        return all;
    }

    /// Four hundred requests a second, half of them to each service, as long as no more than so
    /// many wait.
    private final class Load implements AutoCloseable {
        private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(1);
        private final Semaphore waiting = new Semaphore(64);
        private final ScheduledFuture<?> ticking =
                clock.scheduleAtFixedRate(
                        () -> {
                            ask("/fn/busy/steady", "version");
                            ask("/fn/busy/web", "");
                        },
                        0,
                        5,
                        TimeUnit.MILLISECONDS);

        private void ask(String path, String expected) {
            if (!waiting.tryAcquire()) {
                return;
            }
            Thread.ofVirtual()
                    .start(() -> {
                        try {
                            Reply reply = FAIRLEAD.get(path);
                            answered.incrementAndGet();
                            if (reply.status() != 200 || !reply.body().contains(expected)) {
                                failed.add(reply.status() + " " + reply.body());
                            }
                        } catch (RuntimeException e) {
                            failed.add(path + " " + e);
                        } finally {
                            waiting.release();
                        }
                    });
        }

        void stop() throws InterruptedException {
            ticking.cancel(false);
            clock.shutdown();
            assertThat(clock.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
            waiting.acquire(64);
        }

        @Override
        public void close() {
            clock.shutdownNow();
        }
    }

    /// A release and a rollback of each service, and weights between.
    private void change(int round, String function, String proxy) {
        String body =
                Installation.JSON.writeValueAsString(
                        Map.of("language", "javascript", "source", source(round)));
        assertThat(FAIRLEAD.api("PUT", "/functions/" + function, body).status()).isEqualTo(200);
        int version = active(function, round);
        assertThat(FAIRLEAD.get("/fn/busy/steady").body()).isEqualTo("\"version " + round + "\"");
        weigh(function, version);
        back(function, version - 1);
        int forwarded = forward(proxy, round % 2 == 0 ? one : two);
        assertThat(FAIRLEAD.get("/fn/busy/web").body()).isEqualTo(round % 2 == 0 ? "one" : "two");
        weigh(proxy, forwarded);
        back(proxy, forwarded - 1);
    }

    /// Awaits that the newest deployment is active, and not the one of the round before.
    private static int active(String id, int round) {
        Installation.await(
                () -> FAIRLEAD.deployment(id).path("state").asString().equals("active"),
                "the release of round " + round);
        return FAIRLEAD.deployment(id).path("version").asInt();
    }

    private static int forward(String id, NamedUpstream to) {
        Reply made =
                FAIRLEAD.api(
                        "POST",
                        "/functions/" + id + "/deployments",
                        Installation.JSON
                                .writeValueAsString(Map.of("targets", List.of(to.target())))
                                .getBytes(StandardCharsets.UTF_8),
                        UPSTREAM);
        assertThat(made.status()).as(made.body()).isEqualTo(202);
        String path = "/deployments/" + made.json().path("id").asString();
        Installation.await(
                () ->
                        FAIRLEAD.api("GET", path, "")
                                .json()
                                .path("state")
                                .asString()
                                .equals("active"),
                "the upstream");
        return FAIRLEAD.api("GET", path, "").json().path("version").asInt();
    }

    private static void weigh(String id, int version) {
        var weights =
                List.of(
                        Map.of("version", version, "weight", 50),
                        Map.of("version", version - 1, "weight", 50));
        Reply put =
                FAIRLEAD.api(
                        "PUT",
                        "/functions/" + id + "/aliases/live",
                        Installation.JSON.writeValueAsString(Map.of("weights", weights)));
        assertThat(put.status()).as(put.body()).isEqualTo(200);
    }

    private static void back(String id, int version) {
        Reply back =
                FAIRLEAD.api(
                        "POST", "/functions/" + id + ":rollback", "{\"version\":" + version + "}");
        assertThat(back.status()).as(back.body()).isEqualTo(200);
    }

    private static void domain(DomainTenant tenant, String id, int round) {
        var hsts = Map.of("maxAgeSeconds", 60 + round);
        Reply changed = tenant.ask("PATCH", "/domains/" + id, Map.of("hsts", hsts));
        assertThat(changed.status()).as(changed.body()).isEqualTo(200);
    }

    private static void renew(DomainTenant tenant, String id) {
        String path = "/certificates/" + id;
        String before = tenant.ask("GET", path, Map.of()).json().path("fingerprint").asString();
        tenant.ask("POST", path + ":renew", Map.of());
        Installation.await(
                () ->
                        !tenant.ask("GET", path, Map.of())
                                .json()
                                .path("fingerprint")
                                .asString()
                                .equals(before),
                "another certificate");
    }

    /// Each socket is where it was opened, and each stream has its end.
    private void stillOpen(List<SocketClient> sockets, List<BufferedReader> streams)
            throws Exception {
        for (int i = 0; i < sockets.size(); i++) {
            SocketClient socket = sockets.get(i);
            socket.say("still");
            assertThat(socket.next()).isEqualTo(i < GUEST_SOCKETS ? "still" : "still one");
            socket.socket().sendClose(1000, "").get(20, TimeUnit.SECONDS);
        }
        one.finish();
        for (BufferedReader lines : streams) {
            assertThat(lines.lines()).containsExactly("", "data: last of one", "");
        }
    }

    private static void receipted(String function, String proxy) {
        for (String id : List.of(function, proxy)) {
            Installation.await(
                    () -> receipts(id).stream().allMatch(one -> one.path("lost").isNumber()),
                    "the end of all that was under way");
            List<JsonNode> receipts = receipts(id);
            assertThat(receipts).hasSizeGreaterThanOrEqualTo(3 * ROUNDS);
            assertThat(receipts).allMatch(one -> one.path("lost").asLong() == 0);
            assertThat(receipts).allMatch(one -> sum(one, "cut") == 0);
            assertThat(receipts.stream().mapToLong(one -> one.path("inFlight").asLong()).sum())
                    .isPositive();
            assertThat(receipts)
                    .anyMatch(one ->
                            sum(one, "sockets")
                                    == (id.equals(function) ? GUEST_SOCKETS : PROXY_SOCKETS));
        }
        List<String> domains =
                receipts(function).stream()
                        .map(one -> one.path("domains").path(0).path("change").asString(""))
                        .toList();
        assertThat(domains).filteredOn("settings"::equals).hasSizeGreaterThanOrEqualTo(ROUNDS);
        assertThat(domains)
                .filteredOn("certificate"::equals)
                .hasSizeGreaterThanOrEqualTo(ROUNDS / RENEWED_EVERY);
    }

    private static long sum(JsonNode receipt, String what) {
        return receipt.path("versions")
                .valueStream()
                .mapToLong(one -> one.path(what).asLong())
                .sum();
    }

    private static List<JsonNode> receipts(String id) {
        var all = new ArrayList<JsonNode>();
        String cursor = "";
        do {
            JsonNode page =
                    FAIRLEAD.api(
                                    "GET",
                                    "/functions/"
                                            + id
                                            + "/receipts?limit=100"
                                            + (cursor.isEmpty() ? "" : "&cursor=" + cursor),
                                    "")
                            .json();
            page.path("items").forEach(all::add);
            cursor = page.path("nextCursor").asString("");
        } while (!cursor.isEmpty());
        return all;
    }
}
