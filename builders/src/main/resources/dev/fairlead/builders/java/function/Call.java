package dev.fairlead.function;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A call of another function of the project, by its name: {@code Call.of("stock").path("/shirt")
 * .query("size", "L").send()}.
 */
public final class Call {
    private static volatile UnaryOperator<Map<String, Object>> runtime;

    private final String function;
    private final StringBuilder query = new StringBuilder();
    private final Map<String, String> headers = new LinkedHashMap<>();
    private String method = "";
    private String path = "/";
    private byte[] body = new byte[0];

    private Call(String function) {
        this.function = function;
    }

    static void through(UnaryOperator<Map<String, Object>> calls) {
        runtime = calls;
    }

    public static Call of(String function) {
        return new Call(function);
    }

    /** {@code GET} where nothing is said, with a body {@code POST}. */
    public Call method(String other) {
        method = other;
        return this;
    }

    /** Begins with {@code /}. */
    public Call path(String other) {
        path = other;
        return this;
    }

    /** Adds a parameter. */
    public Call query(String name, String value) {
        query.append(query.isEmpty() ? "" : "&")
                .append(URLEncoder.encode(name, StandardCharsets.UTF_8))
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
        return this;
    }

    public Call header(String name, String value) {
        headers.put(name.toLowerCase(Locale.ROOT), value);
        return this;
    }

    public Call body(String contentType, byte[] bytes) {
        body = bytes.clone();
        return header("content-type", contentType);
    }

    public Call json(Object value) {
        return body("application/json", Json.write(value).getBytes(StandardCharsets.UTF_8));
    }

    public Call text(String text) {
        return body("text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Waits for the answer. Throws {@link CallFailed} where there is none: the function was not
     * found, failed, had no free place, took longer than this one may, and so on.
     */
    @SuppressWarnings("unchecked")
    public Response send() {
        UnaryOperator<Map<String, Object>> calls = runtime;
        if (calls == null) {
            throw new CallFailed("service-not-found", "functions cannot be called from here");
        }
        Map<String, Object> answer =
                calls.apply(
                        Map.of(
                                "function", function,
                                "method",
                                        method.isEmpty()
                                                ? body.length == 0 ? "GET" : "POST"
                                                : method,
                                "path", path,
                                "query", query.toString(),
                                "headers", headers,
                                "body", body));
        if (answer.get("code") instanceof String code) {
            throw new CallFailed(code, String.valueOf(answer.get("message")));
        }
        return new Response(
                (Integer) answer.get("status"),
                (Map<String, String>) answer.get("headers"),
                (byte[]) answer.get("body"));
    }
}
