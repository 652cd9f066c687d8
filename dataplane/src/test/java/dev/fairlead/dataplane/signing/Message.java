package dev.fairlead.dataplane.signing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A request of a test, as it was sent.
record Message(
        String method,
        String path,
        String query,
        String authority,
        Map<String, List<String>> headers)
        implements SignedMessage {
    static Message post(String path, String query) {
        return new Message("POST", path, query, "example.com", Map.of());
    }

    Message with(String name, String line) {
        var more = new LinkedHashMap<>(headers);
        var lines = new ArrayList<>(more.getOrDefault(name, List.of()));
        lines.add(line);
        more.put(name, List.copyOf(lines));
        return new Message(method, path, query, authority, Map.copyOf(more));
    }

    Message without(String name) {
        var fewer = new LinkedHashMap<>(headers);
        fewer.remove(name);
        return new Message(method, path, query, authority, Map.copyOf(fewer));
    }

    @Override
    public List<String> fields(String name) {
        return headers.getOrDefault(name, List.of());
    }
}
