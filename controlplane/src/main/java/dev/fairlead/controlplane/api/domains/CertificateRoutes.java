package dev.fairlead.controlplane.api.domains;

import dev.fairlead.controlplane.api.routes.Answer;
import dev.fairlead.controlplane.api.routes.ApiRequest;
import dev.fairlead.controlplane.api.routes.Pages;
import dev.fairlead.controlplane.api.routes.Route;
import dev.fairlead.controlplane.api.routes.Shape;
import dev.fairlead.controlplane.control.certificates.Certificates;
import dev.fairlead.controlplane.store.domains.Certificate;
import dev.fairlead.controlplane.store.domains.Certificate.Issued;
import dev.fairlead.model.access.Permission;
import dev.fairlead.model.domains.CertificateId;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ProjectId;
import dev.fairlead.model.wire.CertificateRequest;
import dev.fairlead.model.wire.CertificateResponse;

import java.util.List;
import java.util.Optional;

/// Certificates of a project's domains: brought, shown, renewed.
public final class CertificateRoutes {
    private static final long MOST_BYTES = 256 << 10;

    private final Certificates certificates;

    public CertificateRoutes(Certificates certificates) {
        this.certificates = certificates;
    }

    public List<Route> routes() {
        return List.of(
                Route.post("/projects/{id}/certificates")
                        .named("addCertificate", "Serve a certificate of your own.")
                        .needs(Permission.DOMAINS_WRITE)
                        .takes(Shape.json(CertificateRequest.class))
                        .gives(201, Shape.json(CertificateResponse.class))
                        .fails(
                                ErrorCode.MALFORMED_JSON,
                                ErrorCode.ID_MALFORMED,
                                ErrorCode.ID_OF_ANOTHER_KIND,
                                ErrorCode.PROJECT_NOT_FOUND,
                                ErrorCode.CERTIFICATE_REFUSED)
                        .by(this::add),
                Route.get("/projects/{id}/certificates")
                        .named("listCertificates", "List a project's certificates, newest first.")
                        .needs(Permission.DOMAINS_READ)
                        .paged()
                        .gives(200, Shape.page(CertificateResponse.class))
                        .fails(
                                ErrorCode.CURSOR_MALFORMED,
                                ErrorCode.ID_MALFORMED,
                                ErrorCode.ID_OF_ANOTHER_KIND)
                        .by(this::list),
                one(Route.get("/certificates/{id}"), Permission.DOMAINS_READ)
                        .named("getCertificate", "A certificate, without its key.")
                        .gives(200, Shape.json(CertificateResponse.class))
                        .by(r -> Answer.json(wire(certificates.get(tenant(r), id(r))))),
                one(Route.post("/certificates/{id}:renew"), Permission.DOMAINS_WRITE)
                        .named("renewCertificate", "Ask the authority for the next one now.")
                        .gives(202, Shape.json(CertificateResponse.class))
                        .by(r -> Answer.json(wire(certificates.renew(tenant(r), id(r))))),
                one(Route.delete("/certificates/{id}"), Permission.DOMAINS_WRITE)
                        .named("deleteCertificate", "Serve it no more.")
                        .gives(204, Shape.NOTHING)
                        .by(r -> {
                            certificates.remove(tenant(r), id(r));
                            return Answer.NOTHING;
                        }));
    }

    private static Route.Builder one(Route.Builder route, Permission permission) {
        return route.needs(permission)
                .fails(
                        ErrorCode.ID_MALFORMED,
                        ErrorCode.ID_OF_ANOTHER_KIND,
                        ErrorCode.CERTIFICATE_NOT_FOUND,
                        ErrorCode.CERTIFICATE_REFUSED,
                        ErrorCode.CERTIFICATES_OFF);
    }

    private static OrganizationId tenant(ApiRequest request) {
        return request.caller().organization();
    }

    private static CertificateId id(ApiRequest request) {
        return request.path("id", CertificateId::parse);
    }

    private Answer add(ApiRequest request) {
        ProjectId project = request.path("id", ProjectId::parse);
        CertificateRequest body = request.body(CertificateRequest.class, MOST_BYTES);
        if (body.chain() == null) {
            throw Rejected.field("/chain", "is needed");
        }
        if (body.key() == null) {
            throw Rejected.field("/key", "is needed");
        }
        return Answer.json(
                wire(certificates.add(tenant(request), project, body.chain(), body.key())));
    }

    private Answer list(ApiRequest request) {
        return Pages.answer(
                certificates.list(
                        tenant(request),
                        request.path("id", ProjectId::parse),
                        Pages.after(request),
                        request.limit()),
                CertificateRoutes::wire);
    }

    private static CertificateResponse wire(Certificate one) {
        Optional<Issued> issued = one.issued();
        boolean failing = one.tries().error().isPresent();
        String state = failing ? "failing" : issued.isPresent() ? "issued" : "waiting";
        return new CertificateResponse(
                one.id().toString(),
                one.project().toString(),
                one.domain().isPresent() ? "automatic" : "own",
                state,
                one.names(),
                issued.map(Issued::issuer).orElse(null),
                issued.map(Issued::fingerprint).orElse(null),
                issued.map(Issued::notBefore).orElse(null),
                issued.map(Issued::notAfter).orElse(null),
                one.tries().next().orElse(null),
                one.tries().failures(),
                one.tries().error().orElse(null),
                one.createdAt());
    }
}
