package dev.fairlead.dataplane.hosts;

import dev.fairlead.dataplane.rules.HostRoutes;
import dev.fairlead.dataplane.rules.Lead;
import dev.fairlead.model.domains.DomainName;

import java.util.Optional;

/// A proven domain: how it answers, and where it leads when no route of it decides.
public record HostedDomain(
        DomainName name,
        Optional<Lead> lead,
        boolean redirectToHttps,
        Optional<String> hsts,
        HostRoutes routes) {}
