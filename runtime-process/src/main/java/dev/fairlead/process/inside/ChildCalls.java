package dev.fairlead.process.inside;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// Calls of other functions by the one that runs here, one at a time and only while it handles a
/// request. `{function, method, path, query, headers, body}` in, `{status, headers, body}` or
/// `{code, message}` out, in types of the JDK alone.
final class ChildCalls implements UnaryOperator<Map<String, Object>> {
    private final DataInputStream in;
    private final DataOutputStream out;
    private boolean open;

    ChildCalls(DataInputStream in, DataOutputStream out) {
        this.in = in;
        this.out = out;
    }

    synchronized void open() {
        open = true;
    }

    /// Waits for a call that another thread of the function still makes.
    synchronized void shut() {
        open = false;
    }

    @Override
    public synchronized Map<String, Object> apply(Map<String, Object> question) {
        if (!open) {
            return Map.of(
                    "code", "service-not-found",
                    "message", "functions are called while a request is handled");
        }
        try {
            ask(question);
            return answer();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void ask(Map<String, Object> question) throws IOException {
        var headers = new ArrayList<String>();
        if (question.get("headers") instanceof Map<?, ?> given) {
            given.forEach((name, value) -> {
                headers.add(String.valueOf(name));
                headers.add(String.valueOf(value));
            });
        }
        synchronized (out) {
            out.writeByte(Frames.ASK);
            Frames.texts(
                    out,
                    List.of(
                            String.valueOf(question.get("function")),
                            String.valueOf(question.get("method")),
                            String.valueOf(question.get("path")),
                            String.valueOf(question.get("query"))));
            Frames.texts(out, headers);
            Frames.bytes(out, question.get("body") instanceof byte[] body ? body : new byte[0]);
            out.flush();
        }
    }

    private Map<String, Object> answer() throws IOException {
        int kind = in.read();
        if (kind == Frames.REFUSED) {
            return Map.of(
                    "code", Frames.text(in, Integer.MAX_VALUE),
                    "message", Frames.text(in, Integer.MAX_VALUE));
        }
        if (kind != Frames.ANSWERED) {
            throw new EOFException("the runtime is gone");
        }
        int status = in.readInt();
        List<String> texts = Frames.texts(in, Integer.MAX_VALUE, Integer.MAX_VALUE);
        var headers = new LinkedHashMap<String, String>();
        for (int i = 0; i + 1 < texts.size(); i += 2) {
            headers.merge(texts.get(i), texts.get(i + 1), (one, more) -> one + ", " + more);
        }
        return Map.of(
                "status", status, "headers", headers, "body", Frames.bytes(in, Integer.MAX_VALUE));
    }
}
