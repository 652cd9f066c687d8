package dev.fairlead.controlplane.api.zones;

import dev.fairlead.controlplane.api.routes.Answer;
import dev.fairlead.controlplane.api.routes.ApiRequest;
import dev.fairlead.controlplane.api.routes.Pages;
import dev.fairlead.controlplane.api.routes.Route;
import dev.fairlead.controlplane.api.routes.Shape;
import dev.fairlead.controlplane.control.zones.Zones;
import dev.fairlead.controlplane.store.zones.Zone;
import dev.fairlead.controlplane.store.zones.Zone.Means;
import dev.fairlead.model.access.Permission;
import dev.fairlead.model.domains.DomainName;
import dev.fairlead.model.domains.ZoneId;
import dev.fairlead.model.domains.ZoneKind;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.InvalidValue;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ProjectId;
import dev.fairlead.model.wire.CreateZoneRequest;
import dev.fairlead.model.wire.ZoneCheckResponse;
import dev.fairlead.model.wire.ZoneResponse;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Zones of the DNS that a project lends for challenges.
public final class ZoneRoutes {
    private static final String ALGORITHM = "hmac-sha256";

    private final Zones zones;

    public ZoneRoutes(Zones zones) {
        this.zones = zones;
    }

    public List<Route> routes() {
        return List.of(
                Route.post("/projects/{id}/zones")
                        .repeatable()
                        .named("createZone", "Let records of a zone be changed for challenges.")
                        .needs(Permission.DOMAINS_WRITE)
                        .takes(Shape.json(CreateZoneRequest.class))
                        .gives(201, Shape.json(ZoneResponse.class))
                        .fails(
                                ErrorCode.MALFORMED_JSON,
                                ErrorCode.ID_MALFORMED,
                                ErrorCode.ID_OF_ANOTHER_KIND,
                                ErrorCode.PROJECT_NOT_FOUND,
                                ErrorCode.ZONE_EXISTS)
                        .by(this::create),
                Route.get("/projects/{id}/zones")
                        .named("listZones", "List a project's zones, newest first.")
                        .needs(Permission.DOMAINS_READ)
                        .paged()
                        .gives(200, Shape.page(ZoneResponse.class))
                        .fails(
                                ErrorCode.CURSOR_MALFORMED,
                                ErrorCode.ID_MALFORMED,
                                ErrorCode.ID_OF_ANOTHER_KIND)
                        .by(this::list),
                one(Route.get("/zones/{id}"), Permission.DOMAINS_READ)
                        .named("getZone", "A zone, without its secret.")
                        .gives(200, Shape.json(ZoneResponse.class))
                        .by(r -> Answer.json(wire(zones.get(tenant(r), id(r))))),
                one(Route.post("/zones/{id}:check"), Permission.DOMAINS_WRITE)
                        .named("checkZone", "Set a record in it and take it away again.")
                        .gives(200, Shape.json(ZoneCheckResponse.class))
                        .by(r -> {
                            Optional<String> error = zones.check(tenant(r), id(r));
                            return Answer.json(
                                    new ZoneCheckResponse(error.isEmpty(), error.orElse(null)));
                        }),
                one(Route.delete("/zones/{id}"), Permission.DOMAINS_WRITE)
                        .named("deleteZone", "Change its records no more.")
                        .gives(204, Shape.NOTHING)
                        .by(r -> {
                            zones.remove(tenant(r), id(r));
                            return Answer.NOTHING;
                        }));
    }

    private static Route.Builder one(Route.Builder route, Permission permission) {
        return route.needs(permission)
                .fails(
                        ErrorCode.ID_MALFORMED,
                        ErrorCode.ID_OF_ANOTHER_KIND,
                        ErrorCode.ZONE_NOT_FOUND);
    }

    private static OrganizationId tenant(ApiRequest request) {
        return request.caller().organization();
    }

    private static ZoneId id(ApiRequest request) {
        return request.path("id", ZoneId::parse);
    }

    private Answer create(ApiRequest request) {
        ProjectId project = request.path("id", ProjectId::parse);
        CreateZoneRequest body = request.body(CreateZoneRequest.class);
        DomainName name = ApiRequest.field("/name", body.name(), ZoneRoutes::name);
        ZoneKind kind = ApiRequest.field("/kind", body.kind(), ZoneKind::parse);
        String secret = ApiRequest.field("/secret", body.secret(), Function.identity());
        Zone zone = zones.add(tenant(request), project, name, means(kind, body), secret);
        return Answer.json(wire(zone));
    }

    private static DomainName name(String text) {
        DomainName name = DomainName.parse(text);
        if (name.wildcard()) {
            throw new InvalidValue("zone", "a zone has no '*'");
        }
        return name;
    }

    private static Means means(ZoneKind kind, CreateZoneRequest body) {
        return switch (kind) {
            case RFC2136 -> {
                refuse("/url", body.url(), kind);
                yield Zones.byNameServer(
                        ApiRequest.field("/server", body.server(), Zones::nameServer),
                        ApiRequest.field("/keyName", body.keyName(), Zones::keyName),
                        ApiRequest.field(
                                "/algorithm",
                                body.algorithm() == null ? ALGORITHM : body.algorithm(),
                                Zones::algorithm));
            }
            case WEBHOOK -> {
                refuse("/server", body.server(), kind);
                refuse("/keyName", body.keyName(), kind);
                refuse("/algorithm", body.algorithm(), kind);
                yield new Means(
                        kind,
                        ApiRequest.field("/url", body.url(), Function.identity()),
                        Optional.empty(),
                        Optional.empty());
            }
        };
    }

    private static void refuse(String pointer, @Nullable String value, ZoneKind kind) {
        if (value != null) {
            throw Rejected.field(pointer, "a zone of kind " + kind.word() + " has none");
        }
    }

    private Answer list(ApiRequest request) {
        return Pages.answer(
                zones.list(
                        tenant(request),
                        request.path("id", ProjectId::parse),
                        Pages.after(request),
                        request.limit()),
                ZoneRoutes::wire);
    }

    private static ZoneResponse wire(Zone zone) {
        Means means = zone.means();
        boolean server = means.kind() == ZoneKind.RFC2136;
        return new ZoneResponse(
                zone.id().toString(),
                zone.project().toString(),
                zone.name().text(),
                means.kind().word(),
                server ? means.address() : null,
                means.keyName().orElse(null),
                means.algorithm().orElse(null),
                server ? null : means.address(),
                zone.createdAt());
    }
}
