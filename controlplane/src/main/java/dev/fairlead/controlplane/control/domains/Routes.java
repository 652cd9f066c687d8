package dev.fairlead.controlplane.control.domains;

import dev.fairlead.controlplane.store.domains.Domain;
import dev.fairlead.controlplane.store.domains.DomainStore;
import dev.fairlead.controlplane.store.domains.RouteRow;
import dev.fairlead.controlplane.store.domains.RouteStore;
import dev.fairlead.dataplane.rules.Asked;
import dev.fairlead.dataplane.rules.HostRoute;
import dev.fairlead.dataplane.rules.Lead;
import dev.fairlead.dataplane.rules.RouteAction;
import dev.fairlead.identity.passwords.Passwords;
import dev.fairlead.model.domains.DomainId;
import dev.fairlead.model.domains.DomainName;
import dev.fairlead.model.domains.RuleId;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ProjectId;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Use cases of a domain's routes: made, shown, explained, taken away.
public final class Routes {
    private static final int MOST = 10_000;

    private final RouteStore store;
    private final DomainStore domains;
    private final Domains claims;
    private final PublishedHosts published;
    private final Passwords passwords;

    public Routes(
            RouteStore store,
            DomainStore domains,
            Domains claims,
            PublishedHosts published,
            Passwords passwords) {
        this.passwords = passwords;
        this.store = store;
        this.domains = domains;
        this.claims = claims;
        this.published = published;
    }

    /// It decides when this returns, in place of one of the same id; refused where another one
    /// decides the same requests.
    public RouteRow put(OrganizationId organization, DomainId id, HostRoute route) {
        Domain domain = claims.get(organization, id);
        if (route.action() instanceof RouteAction.Serve(Lead lead, _)) {
            claims.checkLead(
                    organization,
                    domain.project(),
                    Optional.of(lead.service()),
                    lead.environment());
        }
        RouteRow kept = store.put(organization, domain, route, others -> refuseTies(others, route));
        published.refresh();
        return kept;
    }

    /// What is to be kept of a password.
    public String hash(String password) {
        return passwords.hash(password);
    }

    private static void refuseTies(List<HostRoute> others, HostRoute route) {
        if (others.size() >= MOST) {
            throw new Rejected(
                    ErrorCode.ROUTE_CONFLICT, "a domain has at most " + MOST + " routes");
        }
        others.stream()
                .filter(route::ties)
                .findFirst()
                .ifPresent(other -> {
                    throw new Rejected(
                            ErrorCode.ROUTE_CONFLICT,
                            "route "
                                    + other.id()
                                    + " decides requests at '"
                                    + route.path()
                                    + "' that this one would, too; give this one another"
                                    + " priority or one condition more");
                });
    }

    /// In the order in which they are tried.
    public List<RouteRow> list(OrganizationId organization, DomainId id) {
        claims.get(organization, id);
        return store.of(organization, id).stream()
                .sorted((one, other) -> HostRoute.ORDER.compare(one.route(), other.route()))
                .toList();
    }

    public RouteRow get(OrganizationId organization, RuleId id) {
        return store.find(organization, id).orElseThrow(() -> missing(id));
    }

    private static Rejected missing(RuleId id) {
        return new Rejected(ErrorCode.DOMAIN_ROUTE_NOT_FOUND, "no route " + id);
    }

    public void remove(OrganizationId organization, RuleId id) {
        if (!store.delete(organization, id)) {
            throw missing(id);
        }
        published.refresh();
    }

    /// How a request of `host` would be decided among this project's domains.
    public Explained explain(
            OrganizationId organization, ProjectId project, DomainName host, Asked asked) {
        Optional<Domain> domain =
                domains.named(organization, project, host)
                        .or(() -> domains.named(organization, project, above(host)));
        if (domain.isEmpty()) {
            return new Explained(Optional.empty(), Optional.empty(), Optional.empty(), List.of());
        }
        var tried = new ArrayList<Tried>();
        Optional<RouteRow> decides = Optional.empty();
        for (RouteRow row : list(organization, domain.get().id())) {
            Optional<String> why = row.route().refuses(asked);
            boolean first = why.isEmpty() && decides.isEmpty();
            tried.add(
                    new Tried(
                            row.route(),
                            first,
                            why.orElse(
                                    first ? "it is the first that fits" : "one before it fits")));
            if (first) {
                decides = Optional.of(row);
            }
        }
        Domain.Ways ways = domain.get().ways();
        return new Explained(
                domain,
                decides.map(RouteRow::route),
                ways.service().map(id -> new Lead(id, ways.environment(), ways.alias())),
                tried);
    }

    private static DomainName above(DomainName host) {
        return host.wildcard() ? host : wildcard(host);
    }

    private static DomainName wildcard(DomainName host) {
        String above = host.wildcardAbove();
        return above.indexOf('.', 2) < 0 ? host : new DomainName(above);
    }

    /// What would become of a request: the domain that it is addressed to, the route that decides,
    /// where the domain leads otherwise, and each route as it was tried.
    public record Explained(
            Optional<Domain> domain,
            Optional<HostRoute> route,
            Optional<Lead> lead,
            List<Tried> tried) {}

    /// A route as it was tried.
    public record Tried(HostRoute route, boolean decides, String why) {}
}
