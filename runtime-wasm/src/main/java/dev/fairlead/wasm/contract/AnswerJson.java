package dev.fairlead.wasm.contract;

import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.functions.Limits;
import dev.fairlead.wasm.module.GuestFailure;

import java.util.Arrays;
import java.util.Base64;

/// Reads a handler's answer: `{status, headers, body}`, or any other JSON value, which is the body
/// itself.
public final class AnswerJson implements JsonBytes.Member {
    private static final byte[] EMPTY = {};

    private final byte[] bytes;
    private final JsonBytes json;
    private int statusFrom = -1;
    private int statusTo;
    private int headersFrom = -1;
    private int bodyFrom = -1;
    private int bodyTo;
    private int encodedFrom = -1;
    private int encodedTo;

    private AnswerJson(byte[] bytes) {
        this.bytes = bytes;
        this.json = new JsonBytes(bytes);
    }

    /// Throws `GuestFailure` for an answer of no valid shape or beyond its limit.
    public static Reply read(byte[] bytes, Limits limits) {
        Reply.Whole reply = new AnswerJson(bytes).reply();
        checkSize(reply.body().length, limits);
        return reply;
    }

    /// The headers and the body of the object in `bytes`, whatever else is in it.
    static Reply.Whole parts(byte[] bytes) {
        var answer = new AnswerJson(bytes);
        answer.json.members(answer.json.whole(), answer);
        return answer.shaped(200);
    }

    /// The limit is the body's, `bytes` are JSON: a whole answer may be a few times larger.
    public static void checkJsonSize(long bytes, Limits limits) {
        if (bytes < 0 || bytes > 6 * limits.maxResponseBytes() + (1 << 20)) {
            throw tooLarge(limits);
        }
    }

    static void checkSize(long bytes, Limits limits) {
        if (bytes > limits.maxResponseBytes()) {
            throw tooLarge(limits);
        }
    }

    private static GuestFailure tooLarge(Limits limits) {
        return new GuestFailure(
                ErrorCode.GUEST_OUTPUT_TOO_LARGE,
                "The answer is larger than " + limits.maxResponseBytes() + " bytes.");
    }

    private Reply.Whole reply() {
        int start;
        try {
            start = json.whole();
        } catch (JsonBytes.Malformed e) {
            throw new GuestFailure(
                    ErrorCode.GUEST_BAD_RESPONSE,
                    "The answer is not JSON: " + e.getMessage() + ".");
        }
        if (bytes[start] == '{') {
            json.members(start, this);
            int status = status();
            if (status != 0) {
                return shaped(status);
            }
        }
        return new Reply.Whole(200, AnswerHeaders.json(), bytes);
    }

    @Override
    public void at(String name, int from, int to) {
        switch (name) {
            case "status" -> {
                statusFrom = from;
                statusTo = to;
            }
            case "headers" -> headersFrom = from;
            case "body" -> {
                bodyFrom = from;
                bodyTo = to;
            }
            case "bodyBase64" -> {
                encodedFrom = from;
                encodedTo = to;
            }
            default -> {}
        }
    }

    /// 0 where there is no whole number that could be a status.
    private int status() {
        if (statusFrom < 0 || statusTo - statusFrom > 9) {
            return 0;
        }
        int value = 0;
        for (int i = statusFrom; i < statusTo; i++) {
            if (bytes[i] < '0' || bytes[i] > '9') {
                return 0;
            }
            value = value * 10 + bytes[i] - '0';
        }
        if (value < 200 || value > 599) {
            throw new GuestFailure(
                    ErrorCode.GUEST_BAD_RESPONSE,
                    "The status " + value + " is not one of 200 to 599.");
        }
        return value;
    }

    private Reply.Whole shaped(int status) {
        var headers = new AnswerHeaders();
        if (headersFrom >= 0 && bytes[headersFrom] == '{') {
            json.members(headersFrom, (name, from, to) -> header(headers, name, from, to));
        } else if (headersFrom >= 0 && bytes[headersFrom] != 'n') {
            throw new GuestFailure(
                    ErrorCode.GUEST_BAD_RESPONSE, "The answer's headers are not an object.");
        }
        byte[] body = body();
        boolean text = bodyFrom < 0 || bytes[bodyFrom] == '"';
        if (!text && body.length > 0) {
            return new Reply.Whole(status, headers.forJson(), body);
        }
        return new Reply.Whole(status, headers.forBody(body, body.length), body);
    }

    private void header(AnswerHeaders headers, String name, int from, int to) {
        switch (bytes[from]) {
            case '"' -> headers.add(name, json.text(from, to));
            case 'n' -> {}
            case '[' -> {
                var inner = new JsonBytes(bytes);
                inner.elements(
                        from, (_, itemFrom, itemTo) -> header(headers, name, itemFrom, itemTo));
            }
            case '{' ->
                    throw new GuestFailure(
                            ErrorCode.GUEST_BAD_RESPONSE,
                            "The header \"" + name + "\" is an object.");
            default ->
                    headers.add(
                            name,
                            new String(
                                    bytes,
                                    from,
                                    to - from,
                                    java.nio.charset.StandardCharsets.US_ASCII));
        }
    }

    private byte[] body() {
        if (encodedFrom >= 0 && bytes[encodedFrom] == '"') {
            try {
                return Base64.getDecoder().decode(json.unescape(encodedFrom, encodedTo));
            } catch (IllegalArgumentException e) {
                throw new GuestFailure(
                        ErrorCode.GUEST_BAD_RESPONSE, "The answer's bodyBase64 is not Base64.");
            }
        }
        if (bodyFrom < 0 || bytes[bodyFrom] == 'n') {
            return EMPTY;
        }
        return bytes[bodyFrom] == '"'
                ? json.unescape(bodyFrom, bodyTo)
                : Arrays.copyOfRange(bytes, bodyFrom, bodyTo);
    }
}
