package dev.fairlead.dataplane.gateway;

import dev.fairlead.dataplane.clients.IpAddress;
import dev.fairlead.dataplane.hosts.HostedDomain;
import dev.fairlead.dataplane.hosts.Hosts;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;

import java.util.Locale;

/// Whose host a request is addressed to.
sealed interface Site {
    /// The installation's own: its apex and what is below it, this machine's names and addresses.
    record Ours() implements Site {}

    /// A proven domain.
    record Hosted(String host, HostedDomain domain) implements Site {}

    /// Nobody's, as far as is proven.
    record Unknown(String host) implements Site {}

    Site OURS = new Ours();

    static Site of(HttpServerRequest request, Hosts hosts, String apex, HostSettings settings) {
        HostAndPort authority = request.authority();
        if (authority == null || authority.host().equals(apex)) {
            return OURS;
        }
        String written = authority.host().toLowerCase(Locale.ROOT);
        String host = written.endsWith(".") ? written.substring(0, written.length() - 1) : written;
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
