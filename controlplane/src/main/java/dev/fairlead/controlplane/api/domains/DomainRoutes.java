package dev.fairlead.controlplane.api.domains;

import dev.fairlead.controlplane.api.routes.Answer;
import dev.fairlead.controlplane.api.routes.ApiRequest;
import dev.fairlead.controlplane.api.routes.Pages;
import dev.fairlead.controlplane.api.routes.Parameter;
import dev.fairlead.controlplane.api.routes.Route;
import dev.fairlead.controlplane.api.routes.Shape;
import dev.fairlead.controlplane.control.domains.Domains;
import dev.fairlead.controlplane.store.domains.Domain;
import dev.fairlead.controlplane.store.domains.Domain.Ways;
import dev.fairlead.model.access.Permission;
import dev.fairlead.model.domains.ChallengeKind;
import dev.fairlead.model.domains.DomainId;
import dev.fairlead.model.domains.DomainName;
import dev.fairlead.model.domains.DomainState;
import dev.fairlead.model.domains.Hsts;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.InvalidValue;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ProjectId;
import dev.fairlead.model.ids.ServiceId;
import dev.fairlead.model.names.AliasName;
import dev.fairlead.model.names.EnvironmentName;
import dev.fairlead.model.wire.CreateDomainRequest;
import dev.fairlead.model.wire.DomainProofJson;
import dev.fairlead.model.wire.DomainResponse;
import dev.fairlead.model.wire.HstsJson;
import dev.fairlead.model.wire.UpdateDomainRequest;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;

/// Claim domains, prove them, lead them somewhere.
public final class DomainRoutes {
    private static final AliasName LIVE = new AliasName("live");

    private final Domains domains;

    public DomainRoutes(Domains domains) {
        this.domains = domains;
    }

    public List<Route> routes() {
        return List.of(
                Route.post("/projects/{id}/domains")
                        .repeatable()
                        .named("createDomain", "Claim a domain; it answers when it is proven.")
                        .needs(Permission.DOMAINS_WRITE)
                        .takes(Shape.json(CreateDomainRequest.class))
                        .gives(201, Shape.json(DomainResponse.class))
                        .fails(
                                ErrorCode.MALFORMED_JSON,
                                ErrorCode.ID_MALFORMED,
                                ErrorCode.ID_OF_ANOTHER_KIND,
                                ErrorCode.PROJECT_NOT_FOUND,
                                ErrorCode.DOMAIN_REFUSED,
                                ErrorCode.DOMAIN_CLAIMED)
                        .by(this::create),
                Route.get("/projects/{id}/domains")
                        .named("listDomains", "List a project's domains, newest first.")
                        .needs(Permission.DOMAINS_READ)
                        .with(Parameter.string("name", "only of this name"))
                        .paged()
                        .gives(200, Shape.page(DomainResponse.class))
                        .fails(
                                ErrorCode.CURSOR_MALFORMED,
                                ErrorCode.ID_MALFORMED,
                                ErrorCode.ID_OF_ANOTHER_KIND)
                        .by(this::list),
                one(Route.get("/domains/{id}"), Permission.DOMAINS_READ)
                        .named("getDomain", "What it waits for, and where it leads.")
                        .gives(200, Shape.json(DomainResponse.class))
                        .by(r -> Answer.json(wire(domains.get(tenant(r), id(r))))),
                one(Route.patch("/domains/{id}"), Permission.DOMAINS_WRITE)
                        .named("updateDomain", "Change where it leads and how it answers.")
                        .takes(Shape.json(UpdateDomainRequest.class))
                        .gives(200, Shape.json(DomainResponse.class))
                        .by(this::update),
                one(Route.post("/domains/{id}:verify"), Permission.DOMAINS_WRITE)
                        .named("verifyDomain", "Look now whether it is proven.")
                        .gives(200, Shape.json(DomainResponse.class))
                        .by(r -> Answer.json(wire(domains.verify(tenant(r), id(r))))),
                one(Route.delete("/domains/{id}"), Permission.DOMAINS_WRITE)
                        .named("deleteDomain", "Give a domain up.")
                        .gives(204, Shape.NOTHING)
                        .by(r -> {
                            domains.remove(tenant(r), id(r));
                            return Answer.NOTHING;
                        }));
    }

    private static Route.Builder one(Route.Builder route, Permission permission) {
        return route.needs(permission)
                .fails(
                        ErrorCode.MALFORMED_JSON,
                        ErrorCode.ID_MALFORMED,
                        ErrorCode.ID_OF_ANOTHER_KIND,
                        ErrorCode.DOMAIN_NOT_FOUND);
    }

    private static OrganizationId tenant(ApiRequest request) {
        return request.caller().organization();
    }

    private static DomainId id(ApiRequest request) {
        return request.path("id", DomainId::parse);
    }

    private Answer create(ApiRequest request) {
        ProjectId project = request.path("id", ProjectId::parse);
        CreateDomainRequest body = request.body(CreateDomainRequest.class);
        DomainName name = ApiRequest.field("/name", body.name(), DomainName::parse);
        var ways =
                new Ways(
                        service(body.service()),
                        environment(body.environment()).orElse(EnvironmentName.PRODUCTION),
                        alias(body.alias()).orElse(LIVE),
                        body.redirectToHttps() != null && body.redirectToHttps(),
                        hsts(body.hsts()),
                        body.automaticCertificate() == null || body.automaticCertificate(),
                        challenge(body.challenge(), name));
        return Answer.json(wire(domains.claim(tenant(request), project, name, ways)));
    }

    private static Optional<ServiceId> service(@Nullable String text) {
        return Optional.ofNullable(text).filter(id -> !id.isEmpty()).map(ServiceId::parse);
    }

    static Optional<EnvironmentName> environment(@Nullable String text) {
        return Optional.ofNullable(text)
                .map(name -> ApiRequest.field("/environment", name, EnvironmentName::new));
    }

    static Optional<AliasName> alias(@Nullable String text) {
        return Optional.ofNullable(text)
                .map(alias -> ApiRequest.field("/alias", alias, AliasName::new));
    }

    /// Only a record shows all that is below a name.
    private static Optional<ChallengeKind> challenge(@Nullable String text, DomainName name) {
        Optional<ChallengeKind> kind =
                Optional.ofNullable(text)
                        .filter(word -> !word.isEmpty())
                        .map(word -> ApiRequest.field("/challenge", word, ChallengeKind::parse));
        if (name.wildcard() && kind.isPresent() && kind.get() != ChallengeKind.DNS) {
            throw Rejected.field("/challenge", "a wildcard's certificate needs dns-01");
        }
        return kind;
    }

    private static Optional<Hsts> hsts(@Nullable HstsJson json) {
        if (json == null || json.maxAgeSeconds() == null || json.maxAgeSeconds() == 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new Hsts(
                            json.maxAgeSeconds(),
                            json.includeSubdomains() != null && json.includeSubdomains(),
                            json.preload() != null && json.preload()));
        } catch (InvalidValue e) {
            throw Rejected.field("/hsts", e.what() + ": " + e.rule());
        }
    }

    private Answer list(ApiRequest request) {
        return Pages.answer(
                domains.list(
                        tenant(request),
                        request.path("id", ProjectId::parse),
                        request.query("name"),
                        Pages.after(request),
                        request.limit()),
                this::wire);
    }

    private Answer update(ApiRequest request) {
        UpdateDomainRequest body = request.body(UpdateDomainRequest.class);
        Domain before = domains.get(tenant(request), id(request));
        Ways was = before.ways();
        var ways =
                new Ways(
                        body.service() == null ? was.service() : service(body.service()),
                        environment(body.environment()).orElse(was.environment()),
                        alias(body.alias()).orElse(was.alias()),
                        body.redirectToHttps() == null
                                ? was.redirectToHttps()
                                : body.redirectToHttps(),
                        body.hsts() == null ? was.hsts() : hsts(body.hsts()),
                        body.automaticCertificate() == null
                                ? was.automaticCertificate()
                                : body.automaticCertificate(),
                        body.challenge() == null
                                ? was.challenge()
                                : challenge(body.challenge(), before.name()));
        return Answer.json(wire(domains.change(tenant(request), id(request), ways)));
    }

    private DomainResponse wire(Domain domain) {
        boolean open =
                domain.state() != DomainState.ACTIVE || domain.checks().failingSince().isPresent();
        return new DomainResponse(
                domain.id().toString(),
                domain.project().toString(),
                domain.name().text(),
                domain.name().shown(),
                domain.state().word(),
                domain.ways().service().map(ServiceId::toString).orElse(null),
                domain.ways().environment().text(),
                domain.ways().alias().text(),
                domain.ways().redirectToHttps(),
                domain.ways()
                        .hsts()
                        .map(one ->
                                new HstsJson(
                                        one.maxAgeSeconds(),
                                        one.includeSubdomains(),
                                        one.preload()))
                        .orElse(null),
                domain.ways().automaticCertificate(),
                domain.ways().challenge().map(ChallengeKind::word).orElse(null),
                domains.proofs(domain).stream()
                        .map(one ->
                                new DomainProofJson(one.method().word(), one.where(), one.value()))
                        .toList(),
                domain.checks().provenBy().orElse(null),
                open ? domain.checks().seen().orElse(null) : null,
                domain.checks().verifiedAt().orElse(null),
                domain.checks().at().orElse(null),
                domain.checks().next().orElse(null),
                domain.checks().failingSince().orElse(null),
                domain.createdAt());
    }
}
