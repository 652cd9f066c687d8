package dev.fairlead.controlplane.api.audit;

import dev.fairlead.controlplane.api.routes.Answer;
import dev.fairlead.controlplane.api.routes.ApiRequest;
import dev.fairlead.controlplane.api.routes.Pages;
import dev.fairlead.controlplane.api.routes.Route;
import dev.fairlead.controlplane.api.routes.Shape;
import dev.fairlead.controlplane.control.audit.AuditStreams;
import dev.fairlead.controlplane.store.Page;
import dev.fairlead.controlplane.store.audit.AuditRetention;
import dev.fairlead.controlplane.store.audit.AuditStream;
import dev.fairlead.controlplane.store.audit.AuditStream.Kind;
import dev.fairlead.model.access.Permission;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.AuditStreamId;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.people.DisplayName;
import dev.fairlead.model.wire.AuditRetentionJson;
import dev.fairlead.model.wire.AuditStreamRequest;
import dev.fairlead.model.wire.AuditStreamResponse;
import dev.fairlead.model.wire.AuditStreamTestResponse;
import dev.fairlead.model.wire.UpdateAuditStreamRequest;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Where audit events are sent, and how long they are kept: of an organization, and of the
/// installation itself.
public final class AuditStreamRoutes {
    private static final int LEAST_DAYS = 30;
    private static final int MOST_DAYS = 3650;

    private final AuditStreams streams;
    private final AuditRetention retention;

    public AuditStreamRoutes(AuditStreams streams, AuditRetention retention) {
        this.streams = streams;
        this.retention = retention;
    }

    public List<Route> routes() {
        var all = new ArrayList<Route>();
        all.addAll(
                routes(
                        "/audit-streams",
                        "AuditStream",
                        Permission.AUDIT_READ,
                        Permission.AUDIT_WRITE,
                        r -> Optional.of(r.caller().organization())));
        all.addAll(
                routes(
                        "/installation/audit-streams",
                        "InstallationAuditStream",
                        Permission.INSTALLATION_MANAGE,
                        Permission.INSTALLATION_MANAGE,
                        _ -> Optional.empty()));
        all.add(
                Route.get("/audit-retention")
                        .named("getAuditRetention", "For how long audit events are kept.")
                        .needs(Permission.AUDIT_READ)
                        .gives(200, Shape.json(AuditRetentionJson.class))
                        .by(this::kept));
        all.add(
                Route.put("/audit-retention")
                        .named("setAuditRetention", "Keep audit events for so many days.")
                        .needs(Permission.AUDIT_WRITE)
                        .takes(Shape.json(AuditRetentionJson.class))
                        .gives(200, Shape.json(AuditRetentionJson.class))
                        .fails(ErrorCode.MALFORMED_JSON)
                        .by(this::keep));
        return all;
    }

    private List<Route> routes(
            String path,
            String name,
            Permission read,
            Permission write,
            Function<ApiRequest, Optional<OrganizationId>> whose) {
        return List.of(
                Route.get(path)
                        .named("list" + name + "s", "Where audit events are sent.")
                        .needs(read)
                        .gives(200, Shape.page(AuditStreamResponse.class))
                        .by(r ->
                                Pages.answer(
                                        new Page<>(streams.list(whose.apply(r)), Optional.empty()),
                                        one -> wire(one, null))),
                Route.post(path)
                        .repeatable()
                        .named("create" + name, "Send audit events to a webhook, or by syslog.")
                        .needs(write)
                        .takes(Shape.json(AuditStreamRequest.class))
                        .gives(201, Shape.json(AuditStreamResponse.class))
                        .fails(ErrorCode.MALFORMED_JSON, ErrorCode.NAME_TAKEN)
                        .by(r -> create(r, whose.apply(r))),
                one(Route.get(path + "/{id}"), read)
                        .named("get" + name, "How sending goes.")
                        .gives(200, Shape.json(AuditStreamResponse.class))
                        .by(r -> Answer.json(wire(streams.get(whose.apply(r), id(r)), null))),
                one(Route.patch(path + "/{id}"), write)
                        .named("update" + name, "Change a stream, pause it, or let it go on.")
                        .takes(Shape.json(UpdateAuditStreamRequest.class))
                        .gives(200, Shape.json(AuditStreamResponse.class))
                        .by(r -> update(r, whose.apply(r))),
                one(Route.post(path + "/{id}:test"), write)
                        .named("test" + name, "Send a message that is no event.")
                        .gives(200, Shape.json(AuditStreamTestResponse.class))
                        .by(r -> test(r, whose.apply(r))),
                one(Route.delete(path + "/{id}"), write)
                        .named("delete" + name, "Send nothing there any more.")
                        .gives(204, Shape.NOTHING)
                        .by(r -> delete(r, whose.apply(r))));
    }

    private static Route.Builder one(Route.Builder route, Permission permission) {
        return route.needs(permission)
                .fails(
                        ErrorCode.MALFORMED_JSON,
                        ErrorCode.NAME_TAKEN,
                        ErrorCode.ID_MALFORMED,
                        ErrorCode.ID_OF_ANOTHER_KIND,
                        ErrorCode.AUDIT_STREAM_NOT_FOUND);
    }

    private static AuditStreamId id(ApiRequest request) {
        return request.path("id", AuditStreamId::parse);
    }

    private Answer create(ApiRequest request, Optional<OrganizationId> whose) {
        AuditStreamRequest body = request.body(AuditStreamRequest.class);
        String name = ApiRequest.field("/name", body.name(), DisplayName::new).text();
        Kind kind =
                Kind.parse(body.kind() == null ? "" : body.kind())
                        .orElseThrow(() -> Rejected.field("/kind", "use webhook or syslog"));
        if (body.address() == null) {
            throw Rejected.field("/address", "is needed");
        }
        boolean beginning =
                switch (body.from() == null ? "now" : body.from()) {
                    case "now" -> false;
                    case "beginning" -> true;
                    default -> throw Rejected.field("/from", "use now or beginning");
                };
        AuditStreams.Made made = streams.create(whose, name, kind, body.address(), beginning);
        return Answer.json(wire(made.stream(), made.secret().orElse(null)));
    }

    private Answer update(ApiRequest request, Optional<OrganizationId> whose) {
        UpdateAuditStreamRequest body = request.body(UpdateAuditStreamRequest.class);
        Optional<String> name =
                Optional.ofNullable(body.name())
                        .map(text -> ApiRequest.field("/name", text, DisplayName::new).text());
        return Answer.json(
                wire(
                        streams.change(
                                whose,
                                id(request),
                                name,
                                Optional.ofNullable(body.address()),
                                Optional.ofNullable(body.paused())),
                        null));
    }

    private Answer test(ApiRequest request, Optional<OrganizationId> whose) {
        Optional<String> error = streams.test(whose, id(request));
        return Answer.json(new AuditStreamTestResponse(error.isEmpty(), error.orElse(null)));
    }

    private Answer delete(ApiRequest request, Optional<OrganizationId> whose) {
        streams.delete(whose, id(request));
        return Answer.NOTHING;
    }

    private static AuditStreamResponse wire(AuditStream stream, @Nullable String secret) {
        boolean failing = stream.failures() > 0;
        String state = stream.pausedAt().isPresent() ? "paused" : failing ? "failing" : "active";
        return new AuditStreamResponse(
                stream.id().toString(),
                stream.name(),
                stream.kind().word(),
                stream.address(),
                state,
                stream.cursor(),
                Math.max(0, stream.head() - stream.cursor()),
                stream.failures(),
                stream.lastError().orElse(null),
                stream.deliveredAt().orElse(null),
                state.equals("failing") ? stream.nextAt() : null,
                stream.createdAt(),
                secret);
    }

    private Answer kept(ApiRequest request) {
        return retained(request.caller().organization());
    }

    private Answer retained(OrganizationId organization) {
        return Answer.json(
                new AuditRetentionJson(
                        retention.days(organization).orElse(null),
                        retention.mostDays().orElse(null)));
    }

    private Answer keep(ApiRequest request) {
        Integer days = request.body(AuditRetentionJson.class).days();
        int most = retention.mostDays().orElse(MOST_DAYS);
        if (days != null && (days < Math.min(LEAST_DAYS, most) || days > most)) {
            throw Rejected.field(
                    "/days", "use %d to %d, or null".formatted(Math.min(LEAST_DAYS, most), most));
        }
        OrganizationId organization = request.caller().organization();
        retention.set(organization, Optional.ofNullable(days));
        return retained(organization);
    }
}
