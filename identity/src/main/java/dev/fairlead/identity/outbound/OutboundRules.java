package dev.fairlead.identity.outbound;

import dev.fairlead.model.addresses.PublicAddress;

import java.net.InetAddress;
import java.net.URI;
import java.util.Locale;

/// Which servers may be asked. `privateAddresses`: also those of the operator's own network, by
/// https. `plainLoopback`: also this machine, and that by http.
public record OutboundRules(boolean privateAddresses, boolean plainLoopback) {
    /// Public addresses, https.
    public static final OutboundRules STRICT = new OutboundRules(false, false);

    /// Whether an address has a form that may be asked or shown to a browser; where it leads is not
    /// known yet.
    public boolean allowsForm(URI address) {
        String scheme = scheme(address);
        boolean web = scheme.equals("https") || (scheme.equals("http") && plainLoopback);
        return web
                && address.getHost() != null
                && address.getRawUserInfo() == null
                && address.getRawFragment() == null;
    }

    boolean allows(URI address, InetAddress resolved) {
        if (!scheme(address).equals("https")) {
            return plainLoopback && resolved.isLoopbackAddress();
        }
        return privateAddresses || PublicAddress.is(resolved);
    }

    static String scheme(URI address) {
        return String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
    }
}
