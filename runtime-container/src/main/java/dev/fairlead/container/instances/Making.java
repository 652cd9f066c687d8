package dev.fairlead.container.instances;

import dev.fairlead.engine.containers.ContainerSpec;

import java.util.List;

/// How an instance is made. `reference` is what people call its image. It is attached to `network`,
/// by its address in which it is reached, and joins others before it is started.
public record Making(
        ContainerSpec container,
        String reference,
        String network,
        List<Join> joins,
        Reaching reaching) {
    public Making {
        joins = List.copyOf(joins);
    }

    /// How a container that was started is reached, by its address.
    public interface Reaching {
        Contact contact(String container, String address);
    }

    /// A further network, where others find it by `aliases`.
    public record Join(String network, List<String> aliases) {
        public Join {
            aliases = List.copyOf(aliases);
        }
    }
}
