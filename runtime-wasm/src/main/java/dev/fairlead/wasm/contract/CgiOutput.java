package dev.fairlead.wasm.contract;

import dev.fairlead.dataplane.runtime.Header;
import dev.fairlead.wasm.module.CallerGone;
import dev.fairlead.wasm.module.GuestCall;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/// A command's standard output: an optional block of headers, then the body. Kept whole while
/// small, streamed beyond 64 KiB.
final class CgiOutput implements GuestCall.Output {
    private static final int STREAM_FROM = 64 << 10;

    private record Head(int status, AnswerHeaders headers, int bodyFrom) {}

    private final GuestCall call;
    private ByteSink buffer = new ByteSink(1024);
    private long bodyBytes;
    private boolean streaming;

    CgiOutput(GuestCall call) {
        this.call = call;
    }

    @Override
    public void write(byte[] bytes) {
        buffer.add(bytes);
        if (buffer.length() >= STREAM_FROM) {
            flush();
        }
    }

    private void flush() {
        int from = 0;
        if (!streaming) {
            Head head = head();
            from = head.bodyFrom;
            streaming = true;
            count(buffer.length() - from);
            List<Header> headers = head.headers.forBody(body(from), buffer.length() - from);
            call.answer().head(head.status, headers);
        } else {
            count(buffer.length());
        }
        send(body(from));
        buffer = new ByteSink(STREAM_FROM + 4096);
    }

    private void count(int bytes) {
        bodyBytes += bytes;
        AnswerJson.checkSize(bodyBytes, call.limits());
    }

    private byte[] body(int from) {
        return java.util.Arrays.copyOfRange(buffer.array(), from, buffer.length());
    }

    private void send(byte[] body) {
        if (body.length == 0) {
            return;
        }
        try {
            call.answer().write(body);
        } catch (IOException e) {
            throw new CallerGone();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CallerGone();
        }
    }

    /// The answer, when the command has ended.
    Reply end() {
        if (streaming) {
            flush();
            return new Reply.Streamed();
        }
        Head head = head();
        byte[] body = body(head.bodyFrom);
        count(body.length);
        return new Reply.Whole(head.status, head.headers.forBody(body, body.length), body);
    }

    boolean streaming() {
        return streaming;
    }

    private Head head() {
        Head found = parse();
        return found == null ? new Head(200, new AnswerHeaders(), 0) : found;
    }

    /// Null when the output does not begin with a block of headers.
    private @Nullable Head parse() {
        var headers = new AnswerHeaders();
        int status = 200;
        boolean known = false;
        int at = 0;
        while (true) {
            int end = lineEnd(at);
            if (end < 0) {
                return null;
            }
            int last = end > at && buffer.array()[end - 1] == '\r' ? end - 1 : end;
            if (last == at) {
                return known ? new Head(status, headers, end + 1) : null;
            }
            String line = new String(buffer.array(), at, last - at, StandardCharsets.UTF_8);
            int colon = line.indexOf(':');
            if (colon <= 0 || !AnswerHeaders.isToken(line.substring(0, colon))) {
                return null;
            }
            String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
            String value = line.substring(colon + 1).strip();
            if (name.equals("status")) {
                status = status(value);
                if (status == 0) {
                    return null;
                }
            } else {
                headers.add(name, value);
            }
            if (name.equals("location") && status == 200) {
                status = 302;
            }
            known |=
                    name.equals("status") || name.equals("content-type") || name.equals("location");
            at = end + 1;
        }
    }

    private int lineEnd(int from) {
        for (int i = from; i < buffer.length(); i++) {
            if (buffer.array()[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private static int status(String value) {
        String digits = value.length() > 3 ? value.substring(0, 3) : value;
        if (!digits.matches("[2-5][0-9][0-9]") || (value.length() > 3 && value.charAt(3) != ' ')) {
            return 0;
        }
        return Integer.parseInt(digits);
    }
}
