package dev.fairlead.identity.outbound;

import dev.fairlead.identity.outbound.OutboundFailed.Why;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads one answer of HTTP/1.1, everything of it bounded.
final class AnswerReader {
    private static final int MOST_HEAD_BYTES = 32 << 10;
    private static final int MOST_INTERIM_ANSWERS = 4;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-5][0-9]{2})(?: .*)?");
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,9}");
    private static final Pattern CHUNK = Pattern.compile("([0-9a-fA-F]{1,7})(?:[ \\t]*;.*)?");

    private final InputStream in;
    private final int mostBytes;
    private int headBytes;

    AnswerReader(InputStream in, int mostBytes) {
        this.in = new BufferedInputStream(in);
        this.mostBytes = mostBytes;
    }

    Answer read() throws IOException {
        int status = status();
        Map<String, String> headers = headers();
        for (int i = 0; status < 200; i++) {
            if (i == MOST_INTERIM_ANSWERS) {
                throw malformed("nothing but interim answers");
            }
            status = status();
            headers = headers();
        }
        byte[] body = status == 204 || status == 304 ? new byte[0] : body(headers);
        return new Answer(status, headers, new String(body, StandardCharsets.UTF_8));
    }

    private int status() throws IOException {
        Matcher parts = STATUS.matcher(line());
        if (!parts.matches()) {
            throw malformed("not an answer of HTTP/1.1");
        }
        return Integer.parseInt(parts.group(1));
    }

    private Map<String, String> headers() throws IOException {
        var headers = new HashMap<String, String>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (colon <= 0) {
                throw malformed("a header without a name");
            }
            headers.merge(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip(),
                    (first, second) -> first + ", " + second);
        }
        return headers;
    }

    private byte[] body(Map<String, String> headers) throws IOException {
        var body = new ByteArrayOutputStream();
        String length = headers.get("content-length");
        String coding = headers.get("transfer-encoding");
        if (coding != null) {
            if (!coding.equalsIgnoreCase("chunked") || length != null) {
                throw malformed("an unknown transfer encoding");
            }
            chunks(body);
        } else if (length != null) {
            if (!LENGTH.matcher(length).matches()) {
                throw malformed("a length that is none");
            }
            take(Integer.parseInt(length), body);
        } else {
            byte[] rest = in.readNBytes(mostBytes + 1);
            room(rest.length);
            body.write(rest);
        }
        return body.toByteArray();
    }

    private void chunks(ByteArrayOutputStream body) throws IOException {
        while (true) {
            Matcher size = CHUNK.matcher(line());
            if (!size.matches()) {
                throw malformed("a chunk without a size");
            }
            int length = Integer.parseInt(size.group(1), 16);
            if (length == 0) {
                return;
            }
            take(length, body);
            if (!line().isEmpty()) {
                throw malformed("a chunk longer than it says");
            }
        }
    }

    private void take(int length, ByteArrayOutputStream body) throws IOException {
        room((long) body.size() + length);
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw malformed("an answer that ends early");
        }
        body.write(bytes);
    }

    private void room(long bytes) throws OutboundFailed {
        if (bytes > mostBytes) {
            throw new OutboundFailed(Why.TOO_LARGE, "an answer of more than " + mostBytes);
        }
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw malformed("an answer that ends early");
            }
            if (++headBytes > MOST_HEAD_BYTES) {
                throw new OutboundFailed(Why.TOO_LARGE, "headers without end");
            }
            line.append((char) c);
        }
        int last = line.length() - 1;
        if (last >= 0 && line.charAt(last) == '\r') {
            line.setLength(last);
        }
        return line.toString();
    }

    private static OutboundFailed malformed(String what) {
        return new OutboundFailed(Why.MALFORMED, what);
    }
}
