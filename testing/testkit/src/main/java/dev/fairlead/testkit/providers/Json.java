package dev.fairlead.testkit.providers;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Settings of a provider as JSON: texts, booleans, numbers, lists and objects of them.
final class Json {
    private Json() {}

    static String of(Object value) {
        return switch (value) {
            case Boolean truth -> truth.toString();
            case Number number -> number.toString();
            case List<?> list ->
                    list.stream().map(Json::of).collect(Collectors.joining(",", "[", "]"));
            case Map<?, ?> map ->
                    map.entrySet().stream()
                            .map(e -> of(String.valueOf(e.getKey())) + ":" + of(e.getValue()))
                            .collect(Collectors.joining(",", "{", "}"));
            default -> quoted(String.valueOf(value));
        };
    }

    private static String quoted(String text) {
        var out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == '"' || c == '\\') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }
}
