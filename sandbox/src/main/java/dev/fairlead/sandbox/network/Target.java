package dev.fairlead.sandbox.network;

import dev.fairlead.model.addresses.PublicAddress;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A server that a step asks for.
record Target(String host, int port) {
    private static final Pattern SHAPE =
            Pattern.compile("\\[?([A-Za-z0-9._:-]{1,253}?)]?:([0-9]{1,5})");

    static Optional<Target> parse(String text) {
        Matcher parts = SHAPE.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        int port = Integer.parseInt(parts.group(2));
        if (port == 0 || port > 65_535) {
            return Optional.empty();
        }
        return Optional.of(new Target(parts.group(1).toLowerCase(Locale.ROOT), port));
    }

    /// The first public address, or any where private ones are `allowed`.
    Optional<InetSocketAddress> resolve(boolean allowed) throws IOException {
        return Arrays.stream(InetAddress.getAllByName(host))
                .filter(address -> allowed || PublicAddress.is(address))
                .findFirst()
                .map(address -> new InetSocketAddress(address, port));
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
