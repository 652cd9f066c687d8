package dev.fairlead.function;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** An answer. */
public record Response(int status, Map<String, String> headers, byte[] body) {
    public static Response json(Object value) {
        return of("application/json", Json.write(value).getBytes(StandardCharsets.UTF_8));
    }

    public static Response text(String text) {
        return of("text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    public static Response of(String contentType, byte[] body) {
        return new Response(200, Map.of("content-type", contentType), body);
    }

    /** The body as UTF-8, of an answer that another function gave. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The body's JSON: maps, lists, strings, numbers, booleans, null. */
    public Object json() {
        return Json.read(text());
    }

    public Response status(int other) {
        return new Response(other, headers, body);
    }

    public Response header(String name, String value) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put(name.toLowerCase(java.util.Locale.ROOT), value);
        return new Response(status, all, body);
    }
}
