package dev.fairlead.dataplane.hosts;

import dev.fairlead.model.domains.DomainName;
import dev.fairlead.model.ids.ServiceId;
import dev.fairlead.model.names.AliasName;

import java.util.Optional;

/// A proven domain: where it leads, and how it answers.
public record HostedDomain(
        DomainName name, Optional<Lead> lead, boolean redirectToHttps, Optional<String> hsts) {
    /// A service and the alias of it that answers.
    public record Lead(ServiceId service, AliasName alias) {}
}
