package dev.fairlead.engine.api;

import tools.jackson.databind.json.JsonMapper;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// A path of the API with what is asked of it.
public final class Query {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final StringBuilder text;
    private char sign = '?';

    public Query(String path) {
        this.text = new StringBuilder(path);
    }

    public Query with(String name, String value) {
        text.append(sign).append(name).append('=').append(encoded(value));
        sign = '&';
        return this;
    }

    public Query with(String name, long value) {
        return with(name, Long.toString(value));
    }

    public Query with(String name, boolean value) {
        return with(name, value ? "1" : "0");
    }

    public Query json(String name, Object value) {
        return with(name, JSON.writeValueAsString(value));
    }

    /// Only what carries all of the labels.
    public Query labelled(List<String> labels) {
        return labels.isEmpty() ? this : json("filters", Map.of("label", labels));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
