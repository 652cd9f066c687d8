package dev.fairlead.controlplane.api.audit;

import dev.fairlead.controlplane.api.routes.Answer;
import dev.fairlead.controlplane.api.routes.ApiRequest;
import dev.fairlead.controlplane.api.routes.Parameter;
import dev.fairlead.controlplane.api.routes.Route;
import dev.fairlead.controlplane.api.routes.Shape;
import dev.fairlead.controlplane.store.audit.AuditEvent;
import dev.fairlead.controlplane.store.audit.AuditStore;
import dev.fairlead.dataplane.http.BlockingExchange;
import dev.fairlead.dataplane.runtime.Header;
import dev.fairlead.model.access.Permission;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.wire.AuditEventResponse;
import dev.fairlead.model.wire.AuditVerdictResponse;
import dev.fairlead.model.wire.PageResponse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Who did what: of an organization, and of the installation itself.
public final class AuditRoutes {
    private static final int PIECE = 500;
    private static final String CSV_HEAD =
            "sequence,at,actor,actor_name,via,address,request_id,operation,action,target_kind,"
                    + "target,code,before,after,hash\r\n";

    private final AuditStore store;
    private final AuditLines lines;

    public AuditRoutes(AuditStore store, AuditLines lines) {
        this.store = store;
        this.lines = lines;
    }

    public List<Route> routes() {
        var all = new ArrayList<Route>();
        all.addAll(
                routes(
                        "/audit-events",
                        "Audit",
                        Permission.AUDIT_READ,
                        r -> Optional.of(r.caller().organization())));
        all.addAll(
                routes(
                        "/installation/audit-events",
                        "InstallationAudit",
                        Permission.INSTALLATION_MANAGE,
                        _ -> Optional.empty()));
        return all;
    }

    private List<Route> routes(
            String path,
            String name,
            Permission permission,
            Function<ApiRequest, Optional<OrganizationId>> whose) {
        return List.of(
                filtered(Route.get(path))
                        .named("list" + name + "Events", "Changes and refused tries, newest first.")
                        .needs(permission)
                        .paged()
                        .gives(200, Shape.page(AuditEventResponse.class))
                        .fails(ErrorCode.CURSOR_MALFORMED)
                        .by(r -> list(r, whose.apply(r))),
                filtered(Route.get(path + ":export"))
                        .named("export" + name + "Events", "All of them, as a file.")
                        .needs(permission)
                        .with(Parameter.string("format", "`jsonl` or `csv`; `jsonl` if left out"))
                        .gives(200, new Shape.Bytes(List.of("application/jsonl", "text/csv")))
                        .by(r -> export(r, whose.apply(r))),
                Route.get(path + ":verify")
                        .named("verify" + name + "Events", "Whether anybody changed the log.")
                        .needs(permission)
                        .gives(200, Shape.json(AuditVerdictResponse.class))
                        .by(r -> verify(whose.apply(r))));
    }

    private static Route.Builder filtered(Route.Builder route) {
        return route.with(
                Parameter.string("actor", "only what this id, or who has this name, did"),
                Parameter.string("action", "only `created`, `changed`, `deleted`, `refused` …"),
                Parameter.string("targetKind", "only what happened to this kind of thing"),
                Parameter.string("target", "only what happened to this"),
                Parameter.string("operation", "only what this operation did"),
                Parameter.instant("since", "not before"),
                Parameter.instant("until", "before"),
                Parameter.integer("after", "only events after the one of this number"));
    }

    private static AuditStore.Filter filter(ApiRequest request) {
        return new AuditStore.Filter(
                request.query("actor"),
                request.query("action"),
                request.query("targetKind"),
                request.query("target").map(Targets::kept),
                request.query("operation"),
                request.instant("since"),
                request.instant("until"),
                after(request));
    }

    private static OptionalLong after(ApiRequest request) {
        Optional<String> number = request.query("after");
        try {
            return number.isPresent()
                    ? OptionalLong.of(Long.parseLong(number.get()))
                    : OptionalLong.empty();
        } catch (NumberFormatException e) {
            throw Rejected.field("?after", "is the number of an event");
        }
    }

    private Answer list(ApiRequest request, Optional<OrganizationId> whose) {
        int limit = request.limit();
        List<AuditEvent> found = store.list(whose, filter(request), before(request), limit + 1);
        boolean more = found.size() > limit;
        List<AuditEvent> page = more ? found.subList(0, limit) : found;
        return Answer.json(
                new PageResponse<>(
                        page.stream().map(lines::wire).toList(),
                        more ? Long.toString(page.getLast().sequence()) : null));
    }

    private static OptionalLong before(ApiRequest request) {
        Optional<String> cursor = request.cursor();
        if (cursor.isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(cursor.get()));
        } catch (NumberFormatException e) {
            throw new Rejected(
                    ErrorCode.CURSOR_MALFORMED, "pass `nextCursor` of an earlier page as it was");
        }
    }

    private Answer export(ApiRequest request, Optional<OrganizationId> whose)
            throws IOException, InterruptedException {
        boolean csv =
                switch (request.query("format").orElse("jsonl")) {
                    case "jsonl" -> false;
                    case "csv" -> true;
                    default -> throw Rejected.field("?format", "use jsonl or csv");
                };
        AuditStore.Filter filter = filter(request);
        BlockingExchange exchange = request.exchange();
        try (BlockingExchange.Stream out = exchange.stream(200, headers(csv))) {
            if (csv) {
                out.write(CSV_HEAD.getBytes(StandardCharsets.UTF_8));
            }
            OptionalLong before = OptionalLong.empty();
            while (true) {
                List<AuditEvent> piece = store.list(whose, filter, before, PIECE);
                if (piece.isEmpty()) {
                    break;
                }
                out.write(lines(piece, csv));
                before = OptionalLong.of(piece.getLast().sequence());
            }
        }
        return new Answer.Taken(exchange);
    }

    private static List<Header> headers(boolean csv) {
        String file = "attachment; filename=\"audit." + (csv ? "csv" : "jsonl") + "\"";
        return List.of(
                new Header("content-type", csv ? "text/csv; charset=utf-8" : "application/jsonl"),
                new Header("content-disposition", file),
                new Header("cache-control", "no-store"));
    }

    private byte[] lines(List<AuditEvent> piece, boolean csv) {
        return piece.stream()
                .map(event -> csv ? row(event) : lines.line(event))
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.UTF_8);
    }

    /// RFC 4180.
    private static String row(AuditEvent event) {
        return Stream.of(
                        Long.toString(event.sequence()),
                        event.at().toString(),
                        event.actor(),
                        event.actorName(),
                        event.via(),
                        event.address(),
                        event.requestId(),
                        event.operation(),
                        event.action(),
                        event.targetKind(),
                        Targets.shown(event),
                        event.code(),
                        event.before().orElse(""),
                        event.after().orElse(""),
                        event.hash())
                .map(AuditRoutes::cell)
                .collect(Collectors.joining(",", "", "\r\n"));
    }

    /// A cell that begins like a formula would be run by a spreadsheet.
    private static String cell(String text) {
        boolean formula = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0;
        return '"' + (formula ? "'" : "") + text.replace("\"", "\"\"") + '"';
    }

    private Answer verify(Optional<OrganizationId> whose) {
        AuditStore.Verdict verdict = store.verify(whose);
        return Answer.json(
                new AuditVerdictResponse(
                        verdict.events(),
                        verdict.firstBroken().isEmpty(),
                        verdict.firstBroken().isPresent()
                                ? verdict.firstBroken().getAsLong()
                                : null,
                        verdict.removed() == 0 ? null : verdict.removed()));
    }
}
