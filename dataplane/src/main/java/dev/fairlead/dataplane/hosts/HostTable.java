package dev.fairlead.dataplane.hosts;

import java.util.List;
import java.util.Map;

/// Everything the data plane needs to know of domains, as one immutable snapshot. `challenges` are
/// answers to an authority of certificates by their token, `handshakes` those that it is shown in a
/// handshake by their host, `proofs` the domains that claims wait for by the claim's token.
public record HostTable(
        List<HostedDomain> domains,
        List<ServedCertificate> certificates,
        Map<String, String> challenges,
        Map<String, ServedCertificate> handshakes,
        Map<String, String> proofs) {
    public static final HostTable EMPTY =
            new HostTable(List.of(), List.of(), Map.of(), Map.of(), Map.of());

    public HostTable {
        domains = List.copyOf(domains);
        certificates = List.copyOf(certificates);
        challenges = Map.copyOf(challenges);
        handshakes = Map.copyOf(handshakes);
        proofs = Map.copyOf(proofs);
    }
}
