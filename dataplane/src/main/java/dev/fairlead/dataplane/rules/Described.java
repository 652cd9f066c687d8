package dev.fairlead.dataplane.rules;

import dev.fairlead.dataplane.router.Visitor;

import java.util.Map;
import java.util.Optional;

/// Somebody who sends a request that is only described: its headers, by their names in lower case,
/// and the parameters of its query, decoded.
public record Described(Map<String, String> headers, Map<String, String> parameters)
        implements Visitor {
    public Described {
        headers = Map.copyOf(headers);
        parameters = Map.copyOf(parameters);
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    @Override
    public Optional<String> query(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    @Override
    public Optional<String> cookie(String name) {
        return Optional.empty();
    }

    @Override
    public Optional<String> caller() {
        return Optional.empty();
    }
}
