package dev.fairlead.engine.api;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads what engines write, which leave out or null what is empty.
public final class Json {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String DIGEST = "sha256:";
    private static final int DIGITS = 64;

    private Json() {}

    public static JsonNode parsed(String text) throws IOException {
        try {
            return JSON.readTree(text);
        } catch (JacksonException e) {
            throw new IOException("the engine's answer is malformed", e);
        }
    }

    public static byte[] bytes(Object value) {
        return JSON.writeValueAsBytes(value);
    }

    public static String text(JsonNode node, String name) {
        return node.path(name).asString("");
    }

    public static List<String> texts(JsonNode list) {
        var all = new ArrayList<String>();
        for (JsonNode each : list) {
            all.add(each.asString(""));
        }
        return all;
    }

    public static Map<String, String> labels(JsonNode holder) {
        var all = new HashMap<String, String>();
        holder.path("Labels").forEachEntry((name, value) -> all.put(name, value.asString("")));
        return all;
    }

    /// Empty for the year 1, which stands for never.
    public static Optional<Instant> time(String text) {
        try {
            Instant time = OffsetDateTime.parse(text).toInstant();
            return time.getEpochSecond() > 0 ? Optional.of(time) : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /// Podman leaves out how a digest was made.
    public static String digest(String id) {
        return id.length() == DIGITS ? DIGEST + id : id;
    }
}
