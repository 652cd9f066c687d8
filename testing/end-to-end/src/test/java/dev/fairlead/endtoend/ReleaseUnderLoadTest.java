package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/// Twenty redeploys and twenty rollbacks under 200 requests a second: none fails.
@Tag("slow")
class ReleaseUnderLoadTest {
    private static final int RELEASES = 20;

    private final Installation fairlead = Installation.shared().ready();

    @Test
    void no_request_fails_while_versions_change() throws InterruptedException {
        // Given
        String id = fairlead.javascript("load", "steady", source(0)).path("id").asString();
        var sent = new AtomicInteger();
        var failed = new AtomicReference<>("");
        try (ScheduledExecutorService load = Executors.newScheduledThreadPool(4);
                var calls = Executors.newVirtualThreadPerTaskExecutor()) {
            var ticking =
                    load.scheduleAtFixedRate(
                            () -> calls.execute(() -> call(sent, failed)),
                            0,
                            5,
                            TimeUnit.MILLISECONDS);
            // When
            for (int i = 1; i <= RELEASES; i++) {
                release(id, i);
            }
            for (int i = 0; i < RELEASES; i++) {
                assertThat(fairlead.api("POST", "/functions/" + id + ":rollback", "{}").status())
                        .isEqualTo(200);
            }
            ticking.cancel(false);
            load.shutdown();
            assertThat(load.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        }
        // Then
        assertThat(failed.get()).isEmpty();
        assertThat(sent.get()).isGreaterThan(100);
        receipted(id);
    }

    /// Each change has a receipt that says so, signed.
    private void receipted(String id) {
        String path = "/functions/" + id + "/receipts?limit=100";
        Installation.await(
                () -> receipts(path).stream().allMatch(one -> one.path("lost").isNumber()),
                "the end of all that was under way");
        List<JsonNode> receipts = receipts(path);
        assertThat(receipts).hasSizeGreaterThanOrEqualTo(2 * RELEASES);
        assertThat(receipts).allMatch(one -> one.path("lost").asLong() == 0);
        assertThat(receipts.stream().mapToLong(one -> one.path("inFlight").asLong()).sum())
                .isPositive();
        assertThat(receipts)
                .allMatch(one ->
                        one.path("versions").path(0).path("answered").asLong()
                                == one.path("inFlight").asLong());
        JsonNode newest = receipts.getFirst().path("changes").path(0);
        assertThat(newest.path("alias").asString()).isEqualTo("live");
        assertThat(newest.path("before").path(0).path("version").asInt()).isPositive();
        assertThat(newest.path("after")).isNotEqualTo(newest.path("before"));
        assertThat(signed(receipts.getFirst())).isTrue();
    }

    private List<JsonNode> receipts(String path) {
        var all = new ArrayList<JsonNode>();
        fairlead.api("GET", path, "").json().path("items").forEach(all::add);
        return all;
    }

    private boolean signed(JsonNode receipt) {
        JsonNode key = fairlead.api("GET", "/receipt-keys", "").json().path("items").path(0);
        assertThat(key.path("id")).isEqualTo(receipt.path("keyId"));
        var base64 = Base64.getDecoder();
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initVerify(
                    KeyFactory.getInstance("Ed25519")
                            .generatePublic(
                                    new X509EncodedKeySpec(
                                            base64.decode(key.path("publicKey").asString()))));
            signature.update(receipt.path("document").asString().getBytes(StandardCharsets.UTF_8));
            return signature.verify(base64.decode(receipt.path("signature").asString()));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String source(int number) {
        return "export default () => ({version: " + number + "})";
    }

    private void release(String id, int number) {
        String body =
                Installation.JSON.writeValueAsString(
                        Map.of("language", "javascript", "source", source(number)));
        assertThat(fairlead.api("PUT", "/functions/" + id, body).status()).isEqualTo(200);
        Installation.await(
                () -> fairlead.get("/fn/load/steady").body().contains(":" + number + "}"),
                "version " + number);
    }

    private void call(AtomicInteger sent, AtomicReference<String> failed) {
        try {
            Installation.Reply reply = fairlead.get("/fn/load/steady");
            sent.incrementAndGet();
            if (reply.status() != 200) {
                failed.set(reply.status() + " " + reply.body());
            }
        } catch (RuntimeException e) {
            failed.set(e.toString());
        }
    }
}
