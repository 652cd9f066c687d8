package dev.fairlead.container.instances;

import dev.fairlead.engine.containers.ContainerSpec;

import java.util.List;
import java.util.function.Function;

/// How an instance is made. `reference` is what people call its image. It is attached to `network`,
/// whose address of it `contact` is made of, and joins others before it is started.
public record Making(
        ContainerSpec container,
        String reference,
        String network,
        List<Join> joins,
        Function<String, Contact> contact) {
    public Making {
        joins = List.copyOf(joins);
    }

    /// A further network, where others find it by `aliases`.
    public record Join(String network, List<String> aliases) {
        public Join {
            aliases = List.copyOf(aliases);
        }
    }
}
