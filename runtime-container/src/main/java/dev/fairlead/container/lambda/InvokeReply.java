package dev.fairlead.container.lambda;

import dev.fairlead.container.lambda.events.EventFrames;
import dev.fairlead.container.lambda.events.Fault;
import dev.fairlead.container.lambda.events.HttpResult;

import tools.jackson.databind.json.JsonMapper;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The Invoke API, which waits for what a function answers as it is; with `streams` in frames.
final class InvokeReply implements Reply {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Written response;
    private final boolean streams;
    private final List<byte[]> kept = new ArrayList<>();
    private int size;

    InvokeReply(Written response, boolean streams) {
        this.response = response;
        this.streams = streams;
    }

    @Override
    public boolean gone() {
        return response.gone();
    }

    @Override
    public void answered(byte[] body) {
        if (streams) {
            begins("");
            content(body);
            ended();
        } else {
            whole(body, List.of(Map.entry("content-type", "application/json")));
        }
    }

    private void whole(byte[] body, List<Map.Entry<String, String>> headers) {
        response.whole(new HttpResult(200, headers, body));
    }

    @Override
    public void failed(Fault fault) {
        if (!streams) {
            whole(
                    fault.payload().getBytes(StandardCharsets.UTF_8),
                    List.of(
                            Map.entry("content-type", "application/json"),
                            Map.entry(FrontConnection.ERROR, "Unhandled")));
            return;
        }
        if (!response.begun()) {
            begins("");
        }
        complete(Map.of("ErrorCode", "Unhandled", "ErrorDetails", fault.payload()));
    }

    private void complete(Map<String, String> how) {
        response.piece(EventFrames.complete(JSON.writeValueAsBytes(how)));
        response.end();
    }

    @Override
    public void begins(String type) {
        if (streams && !response.begun()) {
            response.head(
                    new HttpResult(
                            200,
                            List.of(Map.entry("content-type", EventFrames.TYPE)),
                            new byte[0]));
        }
    }

    @Override
    public void content(byte[] bytes) {
        if (streams) {
            response.piece(EventFrames.chunk(bytes));
        } else {
            kept.add(bytes);
            size += bytes.length;
        }
    }

    @Override
    public void ended() {
        if (streams) {
            complete(Map.of());
            return;
        }
        byte[] all = new byte[size];
        ByteBuffer to = ByteBuffer.wrap(all);
        kept.forEach(to::put);
        whole(all, List.of(Map.entry("content-type", "application/json")));
    }

    @Override
    public boolean writable() {
        return response.writable();
    }
}
