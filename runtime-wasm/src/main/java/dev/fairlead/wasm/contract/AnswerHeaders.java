package dev.fairlead.wasm.contract;

import dev.fairlead.dataplane.runtime.Header;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.wasm.module.GuestFailure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The headers of an answer, checked one by one as the guest gives them.
final class AnswerHeaders {
    private static final String TOKEN_SIGNS = "!#$%&'*+-.^_`|~";
    private static final int MOST = 200;
    // Ours to say: they belong to the connection, not to the answer.
    private static final Set<String> DROPPED =
            Set.of("connection", "keep-alive", "transfer-encoding", "content-length", "upgrade");
    private static final List<Header> JSON =
            List.of(new Header("content-type", "application/json"));
    private static final List<Header> TEXT =
            List.of(new Header("content-type", "text/plain; charset=utf-8"));

    private final List<Header> headers = new ArrayList<>();
    private boolean hasType;

    void add(String name, String value) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (!isToken(lower) || !isClean(value)) {
            throw new GuestFailure(
                    ErrorCode.GUEST_BAD_RESPONSE,
                    "The header \"" + shown(name) + "\" is not a valid header.");
        }
        if (headers.size() == MOST) {
            throw new GuestFailure(
                    ErrorCode.GUEST_BAD_RESPONSE, "There are more than " + MOST + " headers.");
        }
        if (!DROPPED.contains(lower)) {
            hasType |= lower.equals("content-type");
            headers.add(new Header(lower, value.strip()));
        }
    }

    /// All headers; a content type is guessed from the body's first byte where the guest gave none.
    List<Header> forBody(byte[] body, int length) {
        if (hasType || length == 0) {
            return headers;
        }
        List<Header> guessed = guess(body, length);
        if (headers.isEmpty()) {
            return guessed;
        }
        headers.addAll(guessed);
        return headers;
    }

    /// All headers of a body that is JSON.
    List<Header> forJson() {
        if (headers.isEmpty()) {
            return JSON;
        }
        if (!hasType) {
            headers.addAll(JSON);
        }
        return headers;
    }

    static List<Header> json() {
        return JSON;
    }

    static List<Header> guess(byte[] body, int length) {
        for (int i = 0; i < length; i++) {
            byte b = body[i];
            if (b == '{' || b == '[') {
                return JSON;
            }
            if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
                return TEXT;
            }
        }
        return TEXT;
    }

    static boolean isToken(String name) {
        if (name.isEmpty()) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean word =
                    (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!word && TOKEN_SIGNS.indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    static boolean isClean(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < 0x20 && c != '\t') || c == 0x7f) {
                return false;
            }
        }
        return true;
    }

    private static String shown(String name) {
        String cut = name.length() > 80 ? name.substring(0, 80) : name;
        return cut.replaceAll("[^ -~]", "?");
    }
}
