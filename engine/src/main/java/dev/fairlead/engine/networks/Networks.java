package dev.fairlead.engine.networks;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The networks of an engine.
public interface Networks {
    /// Its id; `CONFLICT` where the name is taken, or a part of the subnet.
    String create(NetworkSpec spec) throws IOException;

    /// Empty where it is not there.
    Optional<Network> inspect(String network) throws IOException;

    /// Those that carry all of the labels (`name` or `name=value`), by id.
    Map<String, Map<String, String>> list(List<String> labels) throws IOException;

    /// Puts a container into it, too, where others find it by its aliases.
    void connect(String network, String container, List<String> aliases) throws IOException;

    /// Takes a container out; `MISSING` or `CONFLICT` where it is not in it.
    void disconnect(String network, String container) throws IOException;

    /// `CONFLICT` while containers are in it, without effect where it is not there.
    void remove(String network) throws IOException;
}
