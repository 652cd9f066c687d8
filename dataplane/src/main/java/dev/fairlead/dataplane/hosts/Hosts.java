package dev.fairlead.dataplane.hosts;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds domains and certificates in the current snapshot, by one look for the name itself and one
/// for the wildcard above it. Readers take one volatile read.
public final class Hosts {
    private volatile Index current = new Index(HostTable.EMPTY);

    /// A snapshot, by name.
    private static final class Index {
        private final HostTable table;
        private final Map<String, HostedDomain> domains = new HashMap<>();
        private final Map<String, List<ServedCertificate>> certificates = new HashMap<>();
        private final Map<String, ServedCertificate> byFingerprint = new HashMap<>();

        Index(HostTable table) {
            this.table = table;
            for (HostedDomain domain : table.domains()) {
                domains.put(domain.name().text(), domain);
            }
            for (ServedCertificate one : table.certificates()) {
                byFingerprint.put(one.fingerprint(), one);
                for (String name : one.names()) {
                    certificates.computeIfAbsent(name, _ -> new ArrayList<>()).add(one);
                }
            }
        }
    }

    /// Every answer from now on is by this table.
    public void publish(HostTable table) {
        current = new Index(table);
    }

    /// The domain of a host in lower case, without a port.
    public Optional<HostedDomain> find(String host) {
        Map<String, HostedDomain> domains = current.domains;
        HostedDomain exact = domains.get(host);
        return exact != null
                ? Optional.of(exact)
                : Optional.ofNullable(domains.get(wildcardAbove(host)));
    }

    private static String wildcardAbove(String host) {
        int dot = host.indexOf('.');
        return dot < 0 ? "" : "*" + host.substring(dot);
    }

    /// Certificates for a host, those that name it itself first.
    List<ServedCertificate> certificates(String host) {
        Map<String, List<ServedCertificate>> certificates = current.certificates;
        List<ServedCertificate> exact = certificates.get(host);
        return exact != null ? exact : certificates.getOrDefault(wildcardAbove(host), List.of());
    }

    Optional<ServedCertificate> certificate(String fingerprint) {
        return Optional.ofNullable(current.byFingerprint.get(fingerprint));
    }

    /// What an authority wants to read at this token.
    public Optional<String> challenge(String token) {
        return Optional.ofNullable(current.table.challenges().get(token));
    }

    /// Whether an authority is to look at a host by a handshake.
    public boolean handshakesExpected() {
        return !current.table.handshakes().isEmpty();
    }

    /// What an authority wants to be shown in a handshake with this host (RFC 8737).
    public Optional<ServedCertificate> handshake(String host) {
        return Optional.ofNullable(current.table.handshakes().get(host));
    }

    /// Whether a claim of `host` waits for this token.
    public boolean claimed(String host, String token) {
        return host.equals(current.table.proofs().get(token));
    }

    /// How many domains answer.
    public int size() {
        return current.domains.size();
    }
}
