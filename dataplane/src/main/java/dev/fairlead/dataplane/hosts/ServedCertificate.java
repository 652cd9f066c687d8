package dev.fairlead.dataplane.hosts;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/// A certificate with its issuers' and its key, and the names that it is served for; the
/// `fingerprint` tells it from every other.
public record ServedCertificate(
        String fingerprint, List<String> names, List<X509Certificate> chain, PrivateKey key) {
    public ServedCertificate {
        names = List.copyOf(names);
        chain = List.copyOf(chain);
    }

    /// Without the key.
    @Override
    public String toString() {
        return "ServedCertificate" + names;
    }
}
