package dev.fairlead.model.stacks;

import dev.fairlead.model.errors.InvalidValue;

import java.util.List;
import java.util.Map;

/// What a version of a stack is made of. Requests go to `port` of the service that is named
/// `entry`. Each of the `services` comes after those that it depends on. `defaults` are what `.env`
/// says: they stand for variables that the stack's environment does not have. Texts of services
/// that are called templates refer to variables as compose files do (`Interpolation`).
public record StackDescription(
        String entry,
        int port,
        List<StackService> services,
        List<StackNetwork> networks,
        List<String> volumes,
        Map<String, String> defaults) {
    public StackDescription {
        services = List.copyOf(services);
        networks = List.copyOf(networks);
        volumes = List.copyOf(volumes);
        defaults = Map.copyOf(defaults);
        String named = entry;
        if (services.stream().noneMatch(service -> service.name().equals(named))) {
            throw new InvalidValue("entry", "is no service of the stack");
        }
        if (port < 1 || port >= 1 << 16) {
            throw new InvalidValue("port", "use 1 to 65535");
        }
    }

    /// The same description is the same text.
    public String text() {
        return Descriptions.text(this);
    }

    /// Reads what `text` wrote. Throws `InvalidValue` where it is something else.
    public static StackDescription parse(String text) {
        return Descriptions.parse(text);
    }

    /// A network between services of the stack; an `internal` one leads nowhere else.
    public record StackNetwork(String name, boolean internal) {}
}
