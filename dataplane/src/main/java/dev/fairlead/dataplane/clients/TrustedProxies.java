package dev.fairlead.dataplane.clients;

import dev.fairlead.model.errors.InvalidValue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The proxies that are believed when they say who a request comes from (`X-Forwarded-For`, or
/// `Forwarded` of RFC 7239). What others write there is a claim of a stranger.
public record TrustedProxies(List<IpRange> ranges) {
    public static final TrustedProxies NONE = new TrustedProxies(List.of());
    private static final int MOST_RANGES = 256;

    public TrustedProxies {
        ranges = List.copyOf(ranges);
        if (ranges.size() > MOST_RANGES) {
            throw new InvalidValue("trusted proxies", "name at most " + MOST_RANGES);
        }
    }

    /// Reads addresses and networks with commas between them.
    public static TrustedProxies parse(String text) {
        return new TrustedProxies(
                Arrays.stream(text.split(","))
                        .map(String::strip)
                        .filter(one -> !one.isEmpty())
                        .map(IpRange::parse)
                        .toList());
    }

    public boolean trusts(IpAddress address) {
        for (IpRange range : ranges) {
            if (range.contains(address)) {
                return true;
            }
        }
        return false;
    }

    /// Reads the lines of a header by its name in lower case, in the order they came.
    @FunctionalInterface
    public interface Headers {
        List<String> all(String name);
    }

    /// Whether `peer` may tell of others.
    public boolean trusts(String peer) {
        return !ranges.isEmpty() && IpAddress.parse(peer).filter(this::trusts).isPresent();
    }

    /// Who sent what came from `peer`, by `tls` or not.
    public Client client(String peer, boolean tls, Headers headers) {
        if (ranges.isEmpty()) {
            return new Client(peer, tls);
        }
        Optional<IpAddress> address = IpAddress.parse(peer);
        if (address.isEmpty() || !trusts(address.get())) {
            return new Client(peer, tls);
        }
        List<Hop> listed = Forwarded.listed(headers);
        List<Hop> standard = Forwarded.standard(headers);
        var at = new Hop(peer, Optional.of(tls ? "https" : "http"));
        if (listed.isEmpty() || standard.isEmpty()) {
            return client(at, listed.isEmpty() ? standard : listed);
        }
        Client one = client(at, listed);
        // A proxy writes one of the two and hands on the other as a stranger wrote it. Which, we
        // cannot know: where they differ nobody is believed.
        return one.address().equals(client(at, standard).address()) ? one : new Client(peer, tls);
    }

    /// From us outwards, as long as the one who tells is trusted.
    private Client client(Hop peer, List<Hop> outwards) {
        String nearest = peer.address();
        Optional<String> scheme = Optional.empty();
        for (Hop hop : outwards) {
            Optional<IpAddress> address = IpAddress.parse(hop.address());
            if (address.isEmpty()) {
                break;
            }
            nearest = address.get().text();
            scheme = hop.scheme();
            if (!trusts(address.get())) {
                break;
            }
        }
        String by = scheme.or(peer::scheme).orElse("http");
        return new Client(nearest, by.equalsIgnoreCase("https"));
    }

    /// One step of a request's way: who sent it, and how it reached whoever tells.
    record Hop(String address, Optional<String> scheme) {}
}
