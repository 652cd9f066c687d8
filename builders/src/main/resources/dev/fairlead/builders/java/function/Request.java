package dev.fairlead.function;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A request. Header names are in lower case. */
public record Request(
        String method,
        String path,
        Map<String, List<String>> headers,
        Map<String, List<String>> query,
        byte[] body) {
    public Optional<String> header(String name) {
        List<String> values = headers.get(name.toLowerCase(Locale.ROOT));
        return values == null ? Optional.empty() : Optional.of(String.join(", ", values));
    }

    /** The first value of a parameter of the query. */
    public Optional<String> param(String name) {
        return Optional.ofNullable(query.get(name)).map(List::getFirst);
    }

    /** The body as UTF-8. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The body's JSON: maps, lists, strings, numbers, booleans, null. */
    public Object json() {
        return Json.read(text());
    }
}
