package dev.fairlead.dataplane.addresses;

import dev.fairlead.dataplane.clients.IpAddress;
import dev.fairlead.dataplane.hosts.HostedDomain;
import dev.fairlead.dataplane.hosts.Hosts;
import dev.fairlead.dataplane.wire.HostField;

/// Whose host a request is addressed to.
public sealed interface Site {
    /// The installation's own: its apex and what is below it, this machine's names and addresses.
    record Ours() implements Site {}

    /// A proven domain.
    record Hosted(String host, HostedDomain domain) implements Site {}

    /// Nobody's, as far as is proven.
    record Unknown(String host) implements Site {}

    Site OURS = new Ours();

    /// Of a request that names no host, or this one's apex, it is ours.
    static Site of(HostField named, Hosts hosts, String apex, HostSettings settings) {
        String host = named.name();
        if (host.isEmpty() || host.equals(apex)) {
            return OURS;
        }
        return hosts.find(host)
                .<Site>map(domain -> new Hosted(host, domain))
                .orElseGet(() -> own(host, apex, settings) ? OURS : new Unknown(host));
    }

    private static boolean own(String host, String apex, HostSettings settings) {
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        return host.equals(apex)
                || (host.endsWith(apex) && host.charAt(host.length() - apex.length() - 1) == '.')
                || host.indexOf('.') < 0
                || settings.own().contains(host)
                || IpAddress.parse(bracketed ? host.substring(1, host.length() - 1) : host)
                        .isPresent();
    }
}
