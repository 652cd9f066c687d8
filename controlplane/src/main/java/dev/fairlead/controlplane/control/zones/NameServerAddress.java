package dev.fairlead.controlplane.control.zones;

import dev.fairlead.dataplane.clients.IpAddress;
import dev.fairlead.model.errors.InvalidValue;

import java.net.InetSocketAddress;

/// Where a name server is: an address, and a port. A name would have to be asked for first, and may
/// lead elsewhere the next time.
record NameServerAddress(String host, int port) {
    private static final int DNS = 53;
    private static final int MOST_PORT = 65_535;

    static NameServerAddress parse(String text) {
        boolean six = text.startsWith("[");
        int colon = six ? text.indexOf("]:") + 1 : text.lastIndexOf(':');
        boolean bareSix = !six && text.indexOf(':') != colon;
        boolean ported = colon > 0 && !bareSix;
        String host = (ported ? text.substring(0, colon) : text).replaceAll("[\\[\\]]", "");
        try {
            int port = ported ? Integer.parseInt(text.substring(colon + 1)) : DNS;
            boolean address = IpAddress.parse(host).isPresent() && host.indexOf('%') < 0;
            if (address && port > 0 && port <= MOST_PORT) {
                return new NameServerAddress(host, port);
            }
        } catch (NumberFormatException e) {
            // refused below, like a name
        }
        throw new InvalidValue(
                "server", "use an address such as 192.0.2.53 or [2001:db8::53]:5353");
    }

    InetSocketAddress socket() {
        return new InetSocketAddress(host, port);
    }

    @Override
    public String toString() {
        return host.indexOf(':') < 0 ? host + ":" + port : "[" + host + "]:" + port;
    }
}
