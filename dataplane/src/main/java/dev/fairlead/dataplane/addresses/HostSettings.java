package dev.fairlead.dataplane.addresses;

import java.util.OptionalInt;
import java.util.Set;

/// How domains are served: the port of HTTPS (none: it is off; 0: any that is free), the port by
/// which the world reaches it, whether TLS is to be OpenSSL's (empty: where it is there), and the
/// names besides the apex that are the installation's own.
public record HostSettings(
        OptionalInt httpsPort, int publicHttpsPort, Engine engine, Set<String> own) {
    private static final int HTTPS = 443;

    public HostSettings {
        own = Set.copyOf(own);
    }

    /// What makes TLS.
    public enum Engine {
        /// OpenSSL where it is there, else the JDK's.
        AUTO,
        JDK,
        OPENSSL
    }

    public static HostSettings plain() {
        return new HostSettings(OptionalInt.empty(), HTTPS, Engine.AUTO, Set.of());
    }

    /// Where https answers, as it stands behind a host in an address.
    public String portSuffix() {
        return publicHttpsPort == HTTPS ? "" : ":" + publicHttpsPort;
    }
}
