package dev.fairlead.endtoend;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Somebody's own program that changes records for us: takes what is signed, and nothing else.
final class DnsWebhook implements AutoCloseable {
    static final String SECRET = "d2ViaG9vay1zZWNyZXQtb2YtMzItYnl0ZXMtbG9uZyE=";

    private final HttpServer server;
    private final BiConsumer<String, String> present;
    private final BiConsumer<String, String> remove;

    private DnsWebhook(BiConsumer<String, String> present, BiConsumer<String, String> remove) {
        this.present = present;
        this.remove = remove;
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::take);
        server.start();
    }

    /// Before pebble's name server, which knows how to clear a name and not how to take one text
    /// away.
    static DnsWebhook changing(Pebble pebble) {
        var texts = new ConcurrentHashMap<String, Set<String>>();
        return new DnsWebhook(
                (name, text) -> {
                    if (texts.computeIfAbsent(name, _ -> new HashSet<>()).add(text)) {
                        pebble.text(name, text);
                    }
                },
                (name, text) -> {
                    Set<String> left = texts.computeIfAbsent(name, _ -> new HashSet<>());
                    if (left.remove(text)) {
                        pebble.noText(name);
                        left.forEach(one -> pebble.text(name, one));
                    }
                });
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/acme";
    }

    private void take(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        boolean fine = signed(exchange, body);
        if (fine) {
            JsonNode asked = Installation.JSON.readTree(body);
            BiConsumer<String, String> what =
                    asked.path("action").asString().equals("present") ? present : remove;
            what.accept(asked.path("name").asString(), asked.path("value").asString());
        }
        exchange.sendResponseHeaders(fine ? 204 : 401, -1);
        exchange.close();
    }

    private static boolean signed(HttpExchange exchange, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(SECRET), "HmacSHA256"));
            var headers = exchange.getRequestHeaders();
            String head =
                    headers.getFirst("webhook-id") + "." + headers.getFirst("webhook-timestamp");
            mac.update((head + ".").getBytes(StandardCharsets.UTF_8));
            String wanted = "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
            String came = String.valueOf(headers.getFirst("webhook-signature"));
            return MessageDigest.isEqual(
                    wanted.getBytes(StandardCharsets.US_ASCII),
                    came.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
