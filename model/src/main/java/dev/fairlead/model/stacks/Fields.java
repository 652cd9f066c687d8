package dev.fairlead.model.stacks;

import dev.fairlead.model.errors.InvalidValue;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;

/// Values at paths such as `services/0/name`, a line each with a tab between, the value
/// URL-encoded. What is read is taken out, so that what nobody reads is found.
final class Fields {
    private final Map<String, String> values = new LinkedHashMap<>();

    static Fields of(List<String> lines) {
        var fields = new Fields();
        for (String line : lines) {
            int tab = line.indexOf('\t');
            if (tab < 1) {
                throw damaged();
            }
            try {
                String value = URLDecoder.decode(line.substring(tab + 1), StandardCharsets.UTF_8);
                if (fields.values.put(line.substring(0, tab), value) != null) {
                    throw damaged();
                }
            } catch (IllegalArgumentException e) {
                throw damaged();
            }
        }
        return fields;
    }

    static InvalidValue damaged() {
        return new InvalidValue("description", "is damaged");
    }

    String lines() {
        var text = new StringBuilder();
        values.forEach((path, value) -> {
            text.append(path).append('\t');
            text.append(URLEncoder.encode(value, StandardCharsets.UTF_8)).append('\n');
        });
        return text.toString();
    }

    void end() {
        if (!values.isEmpty()) {
            throw damaged();
        }
    }

    void put(String path, Object value) {
        values.put(path, value.toString());
    }

    <T> void all(String path, Collection<T> items, BiConsumer<String, T> put) {
        put(path, items.size());
        int i = 0;
        for (T item : items) {
            put.accept(path + "/" + i++, item);
        }
    }

    void texts(String path, Collection<String> items) {
        all(path, items, this::put);
    }

    <V> void map(String path, Map<String, V> map, BiConsumer<String, V> put) {
        all(
                path,
                new TreeMap<>(map).entrySet(),
                (at, entry) -> {
                    put(at + "/name", entry.getKey());
                    put.accept(at + "/value", entry.getValue());
                });
    }

    String text(String path) {
        String value = values.remove(path);
        if (value == null) {
            throw damaged();
        }
        return value;
    }

    long number(String path) {
        return parsed(path, Long::parseLong);
    }

    int integer(String path) {
        return parsed(path, Integer::parseInt);
    }

    double fraction(String path) {
        return parsed(path, Double::parseDouble);
    }

    Duration time(String path) {
        return Duration.ofNanos(number(path));
    }

    <E extends Enum<E>> E word(String path, Class<E> of) {
        return parsed(path, text -> Enum.valueOf(of, text));
    }

    private <T> T parsed(String path, Function<String, T> parse) {
        try {
            return parse.apply(text(path));
        } catch (IllegalArgumentException e) {
            throw damaged();
        }
    }

    boolean truth(String path) {
        return switch (text(path)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw damaged();
        };
    }

    boolean has(String path) {
        return values.containsKey(path);
    }

    <T> List<T> all(String path, Function<String, T> read) {
        int count = integer(path);
        if (count < 0 || count > values.size()) {
            throw damaged();
        }
        var items = new ArrayList<T>();
        for (int i = 0; i < count; i++) {
            items.add(read.apply(path + "/" + i));
        }
        return items;
    }

    List<String> texts(String path) {
        return all(path, this::text);
    }

    Optional<List<String>> words(String path) {
        return has(path) ? Optional.of(texts(path)) : Optional.empty();
    }

    <V> Map<String, V> map(String path, Function<String, V> read) {
        var map = new LinkedHashMap<String, V>();
        all(path, at -> map.put(text(at + "/name"), read.apply(at + "/value")));
        return map;
    }
}
