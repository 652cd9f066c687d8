package dev.fairlead.controlplane.api.description;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// JSON Schemas of wire records, read off their components: a component without `@Nullable` is
/// required.
final class Schemas {
    private final Map<String, Object> known = new TreeMap<>();

    Schemas() {
        known.put("Problem", problem());
    }

    /// Every schema that was asked for, by name.
    Map<String, Object> all() {
        return known;
    }

    Map<String, Object> of(Class<?> type) {
        String name = type.getSimpleName();
        if (!known.containsKey(name)) {
            known.put(name, Map.of());
            known.put(name, object(type.getRecordComponents()));
        }
        return reference(name);
    }

    Map<String, Object> page(Class<?> item) {
        String name = item.getSimpleName().replace("Response", "") + "Page";
        if (!known.containsKey(name)) {
            var properties = new LinkedHashMap<String, Object>();
            properties.put("items", array(of(item)));
            properties.put("nextCursor", Map.of("type", "string"));
            known.put(name, object(properties, List.of("items")));
        }
        return reference(name);
    }

    static Map<String, Object> reference(String name) {
        return Map.of("$ref", "#/components/schemas/" + name);
    }

    static Map<String, Object> instant() {
        var schema = new LinkedHashMap<String, Object>();
        schema.put("type", "string");
        schema.put("format", "date-time");
        return schema;
    }

    private Map<String, Object> object(RecordComponent[] components) {
        var properties = new LinkedHashMap<String, Object>();
        var required = new ArrayList<String>();
        for (RecordComponent component : components) {
            properties.put(component.getName(), schema(component.getGenericType()));
            boolean optional = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
            if (!optional) {
                required.add(component.getName());
            }
        }
        return object(properties, required);
    }

    private static Map<String, Object> object(
            Map<String, Object> properties, List<String> required) {
        var schema = new LinkedHashMap<String, Object>();
        schema.put("type", "object");
        schema.put("additionalProperties", false);
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        schema.put("properties", properties);
        return schema;
    }

    private Map<String, Object> schema(Type type) {
        if (type instanceof ParameterizedType list && list.getRawType().equals(List.class)) {
            return array(schema(list.getActualTypeArguments()[0]));
        }
        if (type instanceof ParameterizedType map && map.getRawType().equals(Map.class)) {
            var schema = new LinkedHashMap<String, Object>();
            schema.put("type", "object");
            schema.put("additionalProperties", schema(map.getActualTypeArguments()[1]));
            return schema;
        }
        if (!(type instanceof Class<?> plain)) {
            throw new IllegalArgumentException("no schema for " + type);
        }
        if (plain.equals(String.class)) {
            return Map.of("type", "string");
        }
        if (List.of(int.class, long.class, Integer.class, Long.class).contains(plain)) {
            return Map.of("type", "integer");
        }
        if (List.of(boolean.class, Boolean.class).contains(plain)) {
            return Map.of("type", "boolean");
        }
        if (plain.equals(Instant.class)) {
            return instant();
        }
        return plain.isRecord() ? of(plain) : Map.of();
    }

    private static Map<String, Object> array(Map<String, Object> items) {
        var schema = new LinkedHashMap<String, Object>();
        schema.put("type", "array");
        schema.put("items", items);
        return schema;
    }

    private static Map<String, Object> problem() {
        var properties = new LinkedHashMap<String, Object>();
        for (String text : Arrays.asList("type", "title", "code", "detail", "requestId")) {
            properties.put(text, Map.of("type", "string"));
        }
        properties.put("status", Map.of("type", "integer"));
        var error = new LinkedHashMap<String, Object>();
        error.put("pointer", Map.of("type", "string"));
        error.put("detail", Map.of("type", "string"));
        properties.put("errors", array(object(error, List.of("pointer", "detail"))));
        var names = List.of("type", "title", "status", "code", "detail", "requestId");
        return object(properties, names);
    }
}
