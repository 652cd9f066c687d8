package dev.fairlead.controlplane.api.providers;

import dev.fairlead.controlplane.api.routes.Answer;
import dev.fairlead.controlplane.api.routes.ApiRequest;
import dev.fairlead.controlplane.api.routes.Route;
import dev.fairlead.controlplane.api.routes.Shape;
import dev.fairlead.controlplane.control.providers.Providers;
import dev.fairlead.controlplane.store.access.AccessStore;
import dev.fairlead.controlplane.store.organizations.GroupStore;
import dev.fairlead.controlplane.store.organizations.RoleStore;
import dev.fairlead.controlplane.store.providers.Provider;
import dev.fairlead.identity.external.ProviderId;
import dev.fairlead.model.access.Permission;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.wire.PageResponse;
import dev.fairlead.model.wire.ProviderRequest;
import dev.fairlead.model.wire.ProviderResponse;
import dev.fairlead.model.wire.ProviderTestResponse;

import java.time.Clock;
import java.util.List;
import java.util.Optional;

/// Providers for administrators of the installation: whoever configures one says whose word counts
/// for everybody here, so no tenant does.
public final class ProviderRoutes {
    private static final ErrorCode[] MISSING = {ErrorCode.PROVIDER_NOT_FOUND};

    private final Providers providers;
    private final ProviderForm form;

    public ProviderRoutes(
            Providers providers,
            GroupStore groups,
            RoleStore roles,
            AccessStore access,
            Clock clock) {
        this.providers = providers;
        this.form = new ProviderForm(providers, new MappingForm(groups, roles), access, clock);
    }

    private static Route.Builder administrators(Route.Builder route) {
        return route.needs(Permission.INSTALLATION_MANAGE);
    }

    public List<Route> routes() {
        return List.of(
                administrators(Route.get("/providers"))
                        .named("listProviders", "The providers that people may sign in by.")
                        .gives(200, Shape.page(ProviderResponse.class))
                        .by(_ -> list()),
                administrators(Route.post("/providers"))
                        .named("createProvider", "Let people sign in by another system.")
                        .takes(Shape.json(ProviderRequest.class))
                        .gives(201, Shape.json(ProviderResponse.class))
                        .fails(ErrorCode.MALFORMED_JSON, ErrorCode.NAME_TAKEN)
                        .by(this::create),
                administrators(Route.get("/providers/{name}"))
                        .named("getProvider", "One provider, without its secret.")
                        .gives(200, Shape.json(ProviderResponse.class))
                        .fails(MISSING)
                        .by(r -> answer(named(r))),
                administrators(Route.patch("/providers/{name}"))
                        .named(
                                "updateProvider",
                                "Change a provider. One that is switched off ends the sessions"
                                        + " that began by it.")
                        .takes(Shape.json(ProviderRequest.class))
                        .gives(200, Shape.json(ProviderResponse.class))
                        .fails(
                                ErrorCode.MALFORMED_JSON,
                                ErrorCode.PROVIDER_NOT_FOUND,
                                ErrorCode.REVISION_CONFLICT)
                        .by(this::update),
                administrators(Route.delete("/providers/{name}"))
                        .named(
                                "deleteProvider",
                                "Forget a provider, the identities it has here and what it gave to"
                                        + " people, and end the sessions that began by it.")
                        .gives(204, Shape.NOTHING)
                        .fails(MISSING)
                        .by(this::delete),
                administrators(Route.post("/providers/{name}:test"))
                        .named("testProvider", "Ask a provider who it is, and whether it knows us.")
                        .gives(200, Shape.json(ProviderTestResponse.class))
                        .fails(MISSING)
                        .by(this::test));
    }

    private static ProviderId name(ApiRequest request) {
        return request.path("name", ProviderId::new);
    }

    private Provider named(ApiRequest request) {
        return providers.get(name(request));
    }

    private Answer list() {
        return Answer.json(
                new PageResponse<>(providers.list().stream().map(this::wire).toList(), null));
    }

    private ProviderResponse wire(Provider one) {
        return ProviderJson.response(one, providers.hasSecret(one.name()), providers);
    }

    private Answer answer(Provider one) {
        return Answer.json(wire(one));
    }

    private Answer create(ApiRequest request) {
        ProviderForm.Read read = form.read(request.body(ProviderRequest.class), Optional.empty());
        return answer(providers.create(read.provider(), read.secret()));
    }

    private Answer update(ApiRequest request) {
        Provider before = named(request);
        ProviderRequest body =
                ProviderJson.over(
                        ProviderJson.request(before), request.body(ProviderRequest.class));
        ProviderForm.Read read = form.read(body, Optional.of(before));
        return answer(providers.update(read.provider(), read.secret()));
    }

    private Answer delete(ApiRequest request) {
        providers.delete(name(request));
        return Answer.NOTHING;
    }

    private Answer test(ApiRequest request) {
        Providers.Tried tried = providers.test(name(request));
        return Answer.json(new ProviderTestResponse(tried.works(), tried.found()));
    }
}
