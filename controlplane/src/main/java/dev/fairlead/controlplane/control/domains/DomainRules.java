package dev.fairlead.controlplane.control.domains;

import dev.fairlead.model.domains.ProofMethod;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// What the operator says of domains: the apex, a name that leads to this installation (without it
/// no CNAME proves anything), by what claims are proven, the port by which the world reaches our
/// HTTP, which addresses may be asked for a proof, and for how long a proof may be gone.
public record DomainRules(
        String apex,
        Optional<String> target,
        Set<ProofMethod> methods,
        int httpPort,
        Predicate<InetAddress> reachable,
        Duration grace) {
    public DomainRules {
        methods = Set.copyOf(methods);
    }
}
