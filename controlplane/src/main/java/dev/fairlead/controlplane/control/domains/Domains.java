package dev.fairlead.controlplane.control.domains;

import dev.fairlead.certificates.lookup.PublicSuffixes;
import dev.fairlead.controlplane.store.Page;
import dev.fairlead.controlplane.store.domains.Domain;
import dev.fairlead.controlplane.store.domains.DomainStore;
import dev.fairlead.controlplane.store.domains.DomainStore.Draft;
import dev.fairlead.controlplane.store.environments.EnvironmentStore;
import dev.fairlead.controlplane.store.services.ServiceRecord;
import dev.fairlead.controlplane.store.services.ServiceStore;
import dev.fairlead.model.domains.DomainId;
import dev.fairlead.model.domains.DomainName;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ProjectId;
import dev.fairlead.model.ids.ServiceId;
import dev.fairlead.model.names.EnvironmentName;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Use cases of domains: claimed, looked up at once, led elsewhere, given up.
public final class Domains {
    private static final int MOST = 10_000;
    private static final int TOKEN_BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final DomainStore store;
    private final ServiceStore services;
    private final EnvironmentStore environments;
    private final Ownership ownership;
    private final DomainChecks checks;
    private final PublishedHosts published;
    private final DomainRules rules;

    public Domains(
            DomainStore store,
            ServiceStore services,
            EnvironmentStore environments,
            Ownership ownership,
            DomainChecks checks,
            PublishedHosts published,
            DomainRules rules) {
        this.store = store;
        this.services = services;
        this.environments = environments;
        this.ownership = ownership;
        this.checks = checks;
        this.published = published;
        this.rules = rules;
    }

    /// Claims a name; it answers when it is proven.
    public Domain claim(
            OrganizationId organization, ProjectId project, DomainName name, Domain.Ways ways) {
        refuseOurs(name);
        checkLead(organization, project, ways.service(), ways.environment());
        byte[] token = new byte[TOKEN_BYTES];
        RANDOM.nextBytes(token);
        var draft = new Draft(project, name, HexFormat.of().formatHex(token), ways);
        Domain claimed = store.create(organization, draft, MOST);
        published.refresh();
        return claimed;
    }

    private void refuseOurs(DomainName name) {
        String base = name.base();
        if (base.equals(rules.apex()) || base.endsWith("." + rules.apex())) {
            throw refused("names below '" + rules.apex() + "' are the installation's own");
        }
        boolean target =
                rules.target()
                        .filter(ours -> base.equals(ours) || base.endsWith("." + ours))
                        .isPresent();
        if (target) {
            throw refused("names below '" + rules.target().get() + "' lead here for everybody");
        }
        if (PublicSuffixes.contains(base)) {
            throw refused("'" + base + "' is a public suffix: nobody owns it");
        }
    }

    private static Rejected refused(String why) {
        return new Rejected(ErrorCode.DOMAIN_REFUSED, why);
    }

    /// Throws `Rejected` where the project has no such service, or no such environment.
    void checkLead(
            OrganizationId organization,
            ProjectId project,
            Optional<ServiceId> service,
            EnvironmentName environment) {
        if (service.isEmpty()) {
            return;
        }
        Optional<ServiceRecord> found =
                services.find(organization, service.get())
                        .filter(f -> f.projectId().equals(project));
        if (found.isEmpty()) {
            throw Rejected.field("/service", "the project has no such service");
        }
        if (environments.find(organization, project, environment).isEmpty()) {
            throw Rejected.field(
                    "/environment",
                    "the project has no such environment; `fairlead environments` lists them");
        }
    }

    public Domain get(OrganizationId organization, DomainId id) {
        return store.find(organization, id).orElseThrow(() -> missing(id));
    }

    private static Rejected missing(DomainId id) {
        return new Rejected(ErrorCode.DOMAIN_NOT_FOUND, "no domain " + id);
    }

    public Page<Domain> list(
            OrganizationId organization,
            ProjectId project,
            Optional<String> name,
            Optional<UUID> after,
            int limit) {
        return store.list(organization, project, name, after, limit);
    }

    /// It answers so when this returns.
    public Domain change(OrganizationId organization, DomainId id, Domain.Ways ways) {
        Domain before = get(organization, id);
        checkLead(organization, before.project(), ways.service(), ways.environment());
        Domain changed = store.change(organization, id, ways).orElseThrow(() -> missing(id));
        published.refresh();
        return changed;
    }

    /// Looks it up now, however soon it is due.
    public Domain verify(OrganizationId organization, DomainId id) {
        checks.check(get(organization, id));
        return get(organization, id);
    }

    /// It answers no more when this returns.
    public void remove(OrganizationId organization, DomainId id) {
        if (!store.delete(organization, id)) {
            throw missing(id);
        }
        published.refresh();
    }

    public List<Ownership.Proof> proofs(Domain domain) {
        return ownership.proofs(domain);
    }
}
