package dev.fairlead.cli.local;

import dev.fairlead.dataplane.http.BlockingExchange;
import dev.fairlead.dataplane.http.BlockingHandler;
import dev.fairlead.dataplane.runtime.Header;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/// The page of `dev`: whether the last edit was good, what the compiler said, and the log as it
/// happens.
final class DevPage implements BlockingHandler, AutoCloseable {
    private static final int MOST_LINES = 500;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final String name;
    private final String path;
    private final Deque<String> lines = new ArrayDeque<>();
    private String problem = "";
    private long version;
    private boolean closed;

    DevPage(String name, String path) {
        this.name = name;
        this.path = path;
    }

    synchronized void say(String text) {
        lines.add(text);
        if (lines.size() > MOST_LINES) {
            lines.remove();
        }
        changed();
    }

    synchronized void good() {
        problem = "";
        changed();
    }

    synchronized void broken(String why, List<String> log) {
        var all = new ArrayList<>(log);
        all.add(why);
        problem = String.join("\n", all);
        changed();
    }

    private void changed() {
        version++;
        notifyAll();
    }

    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }

    @Override
    public void handle(BlockingExchange exchange) throws IOException, InterruptedException {
        switch (exchange.path()) {
            case "/" -> answer(exchange, 200, "text/html; charset=utf-8", html());
            case "/events" -> events(exchange);
            default ->
                    answer(
                            exchange,
                            404,
                            "text/plain",
                            ("the function is at " + path + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void answer(BlockingExchange exchange, int status, String type, byte[] body) {
        exchange.answer(
                status,
                List.of(new Header("content-type", type), new Header("cache-control", "no-store")),
                body);
    }

    private byte[] html() throws IOException {
        try (InputStream in = DevPage.class.getResourceAsStream("dev.html")) {
            if (in == null) {
                throw new IllegalStateException("the page is not in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("{{name}}", name)
                    .replace("{{path}}", path)
                    .getBytes(StandardCharsets.UTF_8);
        }
    }

    private record State(long version, String json) {}

    private synchronized State state() {
        return new State(
                version, LocalJson.text(Map.of("problem", problem, "lines", List.copyOf(lines))));
    }

    private synchronized boolean await(long seen) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        long left = PATIENCE.toMillis();
        while (version == seen && !closed && left > 0) {
            wait(left);
            left = (end - System.nanoTime()) / 1_000_000;
        }
        return !closed;
    }

    private void events(BlockingExchange exchange) throws IOException, InterruptedException {
        try (BlockingExchange.Stream stream =
                exchange.stream(200, List.of(new Header("content-type", "text/event-stream")))) {
            long seen = -1;
            do {
                State now = state();
                String event = now.version() == seen ? ": \n\n" : "data: " + now.json() + "\n\n";
                stream.write(event.getBytes(StandardCharsets.UTF_8));
                seen = now.version();
            } while (await(seen) && !stream.closed());
        }
    }
}
