package dev.fairlead.endtoend;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A WebSocket of the JDK's client, and what it heard.
final class SocketClient implements WebSocket.Listener, AutoCloseable {
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final StringBuilder text = new StringBuilder();
    private @Nullable WebSocket socket;

    private static WebSocket connect(
            HttpClient http, String url, SocketClient listener, String... protocols) {
        var builder = http.newWebSocketBuilder();
        if (protocols.length > 0) {
            builder.subprotocols(protocols[0], Arrays.copyOfRange(protocols, 1, protocols.length));
        }
        return builder.buildAsync(URI.create(url.replaceFirst("http", "ws")), listener).join();
    }

    static SocketClient open(HttpClient http, String url, String... protocols) {
        var client = new SocketClient();
        client.socket = connect(http, url, client, protocols);
        return client;
    }

    /// By a credential.
    static SocketClient authorized(HttpClient http, String url, String authorization) {
        var client = new SocketClient();
        client.socket =
                http.newWebSocketBuilder()
                        .header("authorization", authorization)
                        .buildAsync(URI.create(url.replaceFirst("http", "ws")), client)
                        .join();
        return client;
    }

    /// The status of what answers instead of a socket.
    static int refused(HttpClient http, String url) {
        try {
            connect(http, url, new SocketClient()).abort();
            return 101;
        } catch (CompletionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused) {
                return refused.getResponse().statusCode();
            }
            throw e;
        }
    }

    WebSocket socket() {
        WebSocket open = socket;
        if (open == null) {
            throw new IllegalStateException("not open");
        }
        return open;
    }

    void say(String message) {
        socket().sendText(message, true).join();
    }

    /// The next message, or `closed` with code and reason; null after a while.
    String next() throws InterruptedException {
        return String.valueOf(heard.poll(20, TimeUnit.SECONDS));
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
        text.append(part);
        if (last) {
            heard.add(text.toString());
            text.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer part, boolean last) {
        var bytes = new byte[part.remaining()];
        part.get(bytes);
        heard.add(Arrays.toString(bytes));
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        heard.add(("closed " + code + " " + reason).strip());
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        heard.add("failed " + error);
    }

    @Override
    public void close() {
        socket().abort();
    }
}
