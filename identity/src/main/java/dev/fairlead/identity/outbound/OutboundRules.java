package dev.fairlead.identity.outbound;

import dev.fairlead.model.addresses.PublicAddress;

import java.net.InetAddress;
import java.net.URI;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// Which servers may be asked. `besides`: also those at these addresses of the operator's own
/// network, by https. `plainLoopback`: also this machine, and that by http.
public record OutboundRules(Predicate<InetAddress> besides, boolean plainLoopback) {
    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|127(?:\\.[0-9]{1,3}){3}|\\[::1]");

    /// Public addresses, https.
    public static final OutboundRules STRICT = new OutboundRules(false, false);

    /// With all of the operator's own network, or nothing of it.
    public OutboundRules(boolean privateAddresses, boolean plainLoopback) {
        this(_ -> privateAddresses, plainLoopback);
    }

    /// Whether an address has a form that may be asked or shown to a browser; where it leads is not
    /// known yet.
    public boolean allowsForm(URI address) {
        String scheme = scheme(address);
        String host = address.getHost();
        if (host == null) {
            return false;
        }
        boolean plain = scheme.equals("http") && plainLoopback && LOOPBACK.matcher(host).matches();
        return (scheme.equals("https") || plain)
                && address.getRawUserInfo() == null
                && address.getRawFragment() == null;
    }

    /// Names are resolved anew by whoever connects, so the resolved address counts, too.
    boolean allows(URI address, InetAddress resolved) {
        if (!scheme(address).equals("https")) {
            return plainLoopback && resolved.isLoopbackAddress();
        }
        return PublicAddress.is(resolved) || besides.test(resolved);
    }

    static String scheme(URI address) {
        return String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
    }
}
