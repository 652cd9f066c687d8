package dev.fairlead.controlplane.api.routes;

import dev.fairlead.dataplane.http.BlockingExchange;
import dev.fairlead.dataplane.runtime.Header;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// An answer of server-sent events
/// (https://html.spec.whatwg.org/multipage/server-sent-events.html).
public final class EventStream implements AutoCloseable {
    private final BlockingExchange.Stream stream;
    private final ApiJson json;

    public EventStream(BlockingExchange exchange, ApiJson json) {
        this.json = json;
        this.stream =
                exchange.stream(
                        200,
                        List.of(
                                new Header("content-type", "text/event-stream"),
                                new Header("cache-control", "no-store")));
    }

    public void send(String event, String id, Object data)
            throws IOException, InterruptedException {
        var text = new StringBuilder(128);
        if (!event.isEmpty()) {
            text.append("event: ").append(event).append('\n');
        }
        text.append("id: ").append(id).append("\ndata: ");
        text.append(new String(json.write(data), StandardCharsets.UTF_8)).append("\n\n");
        stream.write(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /// A comment, so that a dead connection is noticed.
    public void ping() throws IOException, InterruptedException {
        stream.write(": ping\n\n".getBytes(StandardCharsets.UTF_8));
    }

    public boolean closed() {
        return stream.closed();
    }

    @Override
    public void close() {
        stream.close();
    }
}
