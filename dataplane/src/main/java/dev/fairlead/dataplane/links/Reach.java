package dev.fairlead.dataplane.links;

import dev.fairlead.dataplane.clients.IpAddress;
import dev.fairlead.dataplane.clients.IpRange;
import dev.fairlead.model.addresses.PublicAddress;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;

/// Where upstreams may be: at public addresses, in the networks that are named, and at sockets in
/// the folders that are. What a host's name stands for is looked at when the connection is made.
public record Reach(boolean everywhere, List<IpRange> networks, List<Path> sockets) {
    public static final Reach EVERYWHERE = new Reach(true, List.of(), List.of());

    public Reach {
        networks = List.copyOf(networks);
        sockets = List.copyOf(sockets);
    }

    boolean to(InetAddress address) {
        if (everywhere || PublicAddress.is(address)) {
            return true;
        }
        return IpAddress.parse(address.getHostAddress().split("%", 2)[0])
                .filter(one -> networks.stream().anyMatch(range -> range.contains(one)))
                .isPresent();
    }

    boolean toSocket(String path) {
        Path named = Path.of(path);
        return everywhere
                || (named.equals(named.normalize())
                        && sockets.stream().anyMatch(named::startsWith));
    }
}
