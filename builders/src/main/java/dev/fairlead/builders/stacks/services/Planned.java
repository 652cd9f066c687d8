package dev.fairlead.builders.stacks.services;

import dev.fairlead.builders.stacks.yaml.Part;
import dev.fairlead.model.stacks.StackService;

import java.util.List;
import java.util.Set;

/// A service before its image is there: `service` has no image and no capabilities yet. `added` and
/// `dropped` are what its file says of these, `ports` and `exposed` where it may listen.
public record Planned(
        Part part,
        StackService service,
        ImageWish image,
        Set<String> added,
        Set<String> dropped,
        List<Integer> ports,
        List<Integer> exposed) {
    public Planned {
        added = Set.copyOf(added);
        dropped = Set.copyOf(dropped);
        ports = List.copyOf(ports);
        exposed = List.copyOf(exposed);
    }

    public String name() {
        return service.name();
    }
}
