package dev.fairlead.controlplane.api.caching;

import dev.fairlead.controlplane.api.functions.SettingsJson;
import dev.fairlead.controlplane.api.routes.Answer;
import dev.fairlead.controlplane.api.routes.ApiRequest;
import dev.fairlead.controlplane.api.routes.Pages;
import dev.fairlead.controlplane.api.routes.Route;
import dev.fairlead.controlplane.api.routes.Shape;
import dev.fairlead.controlplane.control.caching.Cdns;
import dev.fairlead.controlplane.control.caching.Purges;
import dev.fairlead.controlplane.control.services.Services;
import dev.fairlead.controlplane.store.Page;
import dev.fairlead.controlplane.store.caching.Cdn;
import dev.fairlead.controlplane.store.caching.PurgeStore;
import dev.fairlead.controlplane.store.caching.Purged;
import dev.fairlead.controlplane.store.services.ServiceRecord;
import dev.fairlead.dataplane.cache.AnswerCache;
import dev.fairlead.dataplane.cache.CacheFigures;
import dev.fairlead.model.access.Permission;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.ProjectId;
import dev.fairlead.model.ids.ServiceId;
import dev.fairlead.model.wire.CacheResponse;
import dev.fairlead.model.wire.CdnResponse;
import dev.fairlead.model.wire.PurgeRequest;
import dev.fairlead.model.wire.PurgeResponse;
import dev.fairlead.model.wire.PurgedJson;
import dev.fairlead.model.wire.PutCdnRequest;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// What is kept of a service's answers, and what is forgotten; the CDN in front of a project.
public final class CacheRoutes {
    private static final int MOST_LISTED = 100;

    private final Services services;
    private final AnswerCache cache;
    private final Purges purges;
    private final PurgeStore store;
    private final Cdns cdns;

    public CacheRoutes(
            Services services, AnswerCache cache, Purges purges, PurgeStore store, Cdns cdns) {
        this.services = services;
        this.cache = cache;
        this.purges = purges;
        this.store = store;
        this.cdns = cdns;
    }

    public List<Route> routes() {
        return List.of(
                ofService(Route.get("/functions/{id}/cache"), Permission.FUNCTIONS_READ)
                        .named(
                                "getCache",
                                "What is kept of a service's answers, and how it serves.")
                        .gives(200, Shape.json(CacheResponse.class))
                        .by(this::show),
                ofService(Route.post("/functions/{id}/cache:purge"), Permission.FUNCTIONS_WRITE)
                        .repeatable()
                        .named(
                                "purgeCache",
                                "Have answers forgotten, here and by the CDN in front.")
                        .takes(Shape.json(PurgeRequest.class))
                        .gives(200, Shape.json(PurgeResponse.class))
                        .by(this::purge),
                ofService(Route.get("/functions/{id}/purges"), Permission.FUNCTIONS_READ)
                        .named("listPurges", "The last purges of a service, newest first.")
                        .gives(200, Shape.page(PurgedJson.class))
                        .by(this::list),
                ofProject(Route.get("/projects/{id}/cdn"), Permission.DOMAINS_READ)
                        .named("getCdn", "The CDN in front of a project.")
                        .gives(200, Shape.json(CdnResponse.class))
                        .by(r ->
                                Answer.json(wire(cdns.get(r.caller().organization(), project(r))))),
                ofProject(Route.put("/projects/{id}/cdn"), Permission.DOMAINS_WRITE)
                        .named("putCdn", "Say which CDN is in front of a project.")
                        .takes(Shape.json(PutCdnRequest.class))
                        .gives(200, Shape.json(CdnResponse.class))
                        .by(this::put),
                ofProject(Route.delete("/projects/{id}/cdn"), Permission.DOMAINS_WRITE)
                        .named("deleteCdn", "There is no CDN in front of a project any more.")
                        .gives(204, Shape.NOTHING)
                        .by(r -> {
                            cdns.remove(r.caller().organization(), project(r));
                            return Answer.NOTHING;
                        }));
    }

    private static Route.Builder ofService(Route.Builder route, Permission permission) {
        return route.needs(permission)
                .fails(
                        ErrorCode.MALFORMED_JSON,
                        ErrorCode.ID_MALFORMED,
                        ErrorCode.ID_OF_ANOTHER_KIND,
                        ErrorCode.FUNCTION_NOT_FOUND);
    }

    private static Route.Builder ofProject(Route.Builder route, Permission permission) {
        return route.needs(permission)
                .fails(
                        ErrorCode.MALFORMED_JSON,
                        ErrorCode.ID_MALFORMED,
                        ErrorCode.ID_OF_ANOTHER_KIND,
                        ErrorCode.PROJECT_NOT_FOUND,
                        ErrorCode.CDN_NOT_FOUND);
    }

    private ServiceRecord service(ApiRequest request) {
        return services.get(request.caller().organization(), request.path("id", ServiceId::parse));
    }

    private static ProjectId project(ApiRequest request) {
        return request.path("id", ProjectId::parse);
    }

    private Answer show(ApiRequest request) {
        ServiceRecord service = service(request);
        CacheFigures.Counts counts = cache.of(service.id()).counts();
        CacheFigures.Kept kept = cache.kept(service.id());
        return Answer.json(
                new CacheResponse(
                        SettingsJson.cache(service.settings().cache()),
                        counts.hits(),
                        counts.stale(),
                        counts.misses(),
                        counts.waited(),
                        counts.passed(),
                        counts.stored(),
                        kept.answers(),
                        kept.memoryBytes(),
                        kept.diskBytes()));
    }

    private Answer purge(ApiRequest request) throws IOException {
        ServiceRecord service = service(request);
        List<Purged.What> what = PurgeReader.read(request.body(PurgeRequest.class));
        Purges.Done done = purges.purge(service.organization(), service.id(), what);
        if (done.purges().isEmpty()) {
            throw new Rejected(ErrorCode.FUNCTION_NOT_FOUND, "no function " + service.id());
        }
        return Answer.json(
                new PurgeResponse(
                        done.forgotten(), done.purges().stream().map(CacheRoutes::wire).toList()));
    }

    private Answer list(ApiRequest request) {
        ServiceRecord service = service(request);
        return Pages.answer(
                new Page<>(
                        store.list(service.organization(), service.id(), MOST_LISTED),
                        Optional.empty()),
                CacheRoutes::wire);
    }

    private static PurgedJson wire(Purged one) {
        return new PurgedJson(
                one.at(),
                one.what().scope().word(),
                one.what().host() + one.what().value(),
                one.cdn().orElse(null),
                one.error().isEmpty() ? null : one.error());
    }

    private Answer put(ApiRequest request) throws IOException {
        PutCdnRequest body = request.body(PutCdnRequest.class);
        return Answer.json(
                wire(
                        cdns.set(
                                request.caller().organization(),
                                project(request),
                                body.kind() == null ? "" : body.kind(),
                                body.place() == null ? "" : body.place(),
                                Optional.ofNullable(body.token()))));
    }

    private static CdnResponse wire(Cdn cdn) {
        return new CdnResponse(cdn.kind().word(), cdn.place());
    }
}
