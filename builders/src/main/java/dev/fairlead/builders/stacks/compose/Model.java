package dev.fairlead.builders.stacks.compose;

import dev.fairlead.builders.stacks.yaml.Node.Mapping;

import java.util.Map;

/// What all compose files of a stack say together. `defaults` are the variables of `.env`.
public record Model(Mapping root, Map<String, String> defaults) {
    public Model {
        defaults = Map.copyOf(defaults);
    }
}
