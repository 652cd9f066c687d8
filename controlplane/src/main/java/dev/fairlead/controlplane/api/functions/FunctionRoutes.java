package dev.fairlead.controlplane.api.functions;

import dev.fairlead.controlplane.api.deployments.Wishes;
import dev.fairlead.controlplane.api.passwords.PasswordReader;
import dev.fairlead.controlplane.api.routes.Answer;
import dev.fairlead.controlplane.api.routes.ApiRequest;
import dev.fairlead.controlplane.api.routes.Pages;
import dev.fairlead.controlplane.api.routes.Parameter;
import dev.fairlead.controlplane.api.routes.Route;
import dev.fairlead.controlplane.api.routes.Shape;
import dev.fairlead.controlplane.control.deployments.Deployments;
import dev.fairlead.controlplane.control.deployments.SourceStore;
import dev.fairlead.controlplane.control.services.Services;
import dev.fairlead.controlplane.store.services.ServiceRecord;
import dev.fairlead.controlplane.store.services.ServiceStore;
import dev.fairlead.dataplane.runtime.Header;
import dev.fairlead.model.access.Permission;
import dev.fairlead.model.apps.Scale;
import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.FieldError;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.functions.Language;
import dev.fairlead.model.functions.Limits;
import dev.fairlead.model.functions.ServiceKind;
import dev.fairlead.model.functions.ServiceSettings;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ServiceId;
import dev.fairlead.model.names.ProjectName;
import dev.fairlead.model.names.ServiceName;
import dev.fairlead.model.wire.CreateFunctionRequest;
import dev.fairlead.model.wire.FunctionResponse;
import dev.fairlead.model.wire.UpdateFunctionRequest;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Create, list, get, change and delete functions.
public final class FunctionRoutes {
    private final Services services;
    private final ServiceStore store;
    private final Deployments deployments;
    private final SourceStore sources;
    private final Wishes wishes;
    private final String root;

    /// `root` is the URL below which functions answer.
    public FunctionRoutes(
            Services services,
            ServiceStore store,
            Deployments deployments,
            SourceStore sources,
            Wishes wishes,
            String root) {
        this.services = services;
        this.store = store;
        this.deployments = deployments;
        this.sources = sources;
        this.wishes = wishes;
        this.root = root;
    }

    /// `hash` makes of a password what is kept of it.
    public List<Route> routes(UnaryOperator<String> hash) {
        var passwords = new PasswordReader(hash);
        return List.of(
                Route.post("/functions")
                        .repeatable()
                        .named("createFunction", "Create a function; with source, deploy it.")
                        .needs(Permission.FUNCTIONS_WRITE)
                        .takes(Shape.json(CreateFunctionRequest.class))
                        .gives(201, Shape.json(FunctionResponse.class))
                        .fails(
                                ErrorCode.MALFORMED_JSON,
                                ErrorCode.PROJECT_NOT_FOUND,
                                ErrorCode.NAME_TAKEN,
                                ErrorCode.BODY_TOO_LARGE,
                                ErrorCode.SOURCE_INVALID,
                                ErrorCode.HANDLER_MISSING,
                                ErrorCode.HANDLER_AMBIGUOUS,
                                ErrorCode.TOO_MANY_BUILDS,
                                ErrorCode.QUOTA_EXCEEDED)
                        .by(r -> create(r, passwords)),
                Route.get("/functions")
                        .named("listFunctions", "List functions, newest first.")
                        .needs(Permission.FUNCTIONS_READ)
                        .with(
                                Parameter.string("project", "only this project's"),
                                Parameter.string("name", "only of this name"))
                        .paged()
                        .gives(200, Shape.page(FunctionResponse.class))
                        .fails(ErrorCode.CURSOR_MALFORMED)
                        .by(this::list),
                Route.get("/functions/{id}")
                        .named("getFunction", "Get a function.")
                        .needs(Permission.FUNCTIONS_READ)
                        .gives(200, Shape.json(FunctionResponse.class))
                        .fails(
                                ErrorCode.ID_MALFORMED,
                                ErrorCode.ID_OF_ANOTHER_KIND,
                                ErrorCode.FUNCTION_NOT_FOUND)
                        .by(r -> answer(get(r))),
                Route.put("/functions/{id}")
                        .named(
                                "updateFunction",
                                "Change a function. Source that changed is deployed; the same"
                                        + " source builds nothing.")
                        .needs(Permission.FUNCTIONS_WRITE)
                        .takes(Shape.json(UpdateFunctionRequest.class))
                        .gives(200, Shape.json(FunctionResponse.class))
                        .fails(
                                ErrorCode.MALFORMED_JSON,
                                ErrorCode.ID_MALFORMED,
                                ErrorCode.ID_OF_ANOTHER_KIND,
                                ErrorCode.FUNCTION_NOT_FOUND,
                                ErrorCode.REVISION_CONFLICT,
                                ErrorCode.BODY_TOO_LARGE,
                                ErrorCode.SOURCE_INVALID,
                                ErrorCode.HANDLER_MISSING,
                                ErrorCode.HANDLER_AMBIGUOUS,
                                ErrorCode.TOO_MANY_BUILDS,
                                ErrorCode.QUOTA_EXCEEDED)
                        .by(r -> update(r, passwords)),
                Route.delete("/functions/{id}")
                        .named("deleteFunction", "Delete a function and what it recorded.")
                        .needs(Permission.FUNCTIONS_WRITE)
                        .gives(204, Shape.NOTHING)
                        .fails(
                                ErrorCode.ID_MALFORMED,
                                ErrorCode.ID_OF_ANOTHER_KIND,
                                ErrorCode.FUNCTION_NOT_FOUND)
                        .by(this::delete));
    }

    private Answer create(ApiRequest request, PasswordReader passwords) throws IOException {
        CreateFunctionRequest body = request.body(CreateFunctionRequest.class);
        ProjectName project = ApiRequest.field("/project", body.project(), ProjectName::new);
        ServiceName name = ApiRequest.field("/name", body.name(), ServiceName::new);
        ServiceKind kind = kind(body.kind());
        var settings =
                SettingsJson.read(
                        new SettingsJson.Asked(
                                body.limits(),
                                body.samples(),
                                body.access(),
                                body.rateLimit(),
                                body.signedHeaders(),
                                body.cache(),
                                body.users(),
                                body.scale()),
                        ServiceSettings.of(kind),
                        passwords);
        fitting(kind, settings);
        Optional<SourceStore.Accepted> source =
                source(request.caller().organization(), body.source(), body.language());
        if (source.isPresent() && kind != ServiceKind.FUNCTION) {
            throw Rejected.field("/source", "only functions are made with their source");
        }
        if (source.isPresent()) {
            deployments.admit();
        }
        ServiceRecord made =
                services.create(request.caller().organization(), project, name, kind, settings);
        source.ifPresent(s -> begin(request, made, s));
        return answer(services.get(made.organization(), made.id()));
    }

    private static void fitting(ServiceKind kind, ServiceSettings settings) {
        if (!kind.inContainers() && settings.limits().memoryBytes() > Limits.MOST_GUEST_MEMORY) {
            throw Rejected.field("/limits/memoryBytes", "use at most " + Limits.MOST_GUEST_MEMORY);
        }
        if (!kind.inContainers() && !settings.scale().equals(Scale.USUAL)) {
            throw Rejected.field("/scale", "only apps have instances");
        }
        if (kind == ServiceKind.SITE && settings.cache().enabled()) {
            throw Rejected.field("/cache/enabled", "files of sites need no cache");
        }
    }

    private static ServiceKind kind(@Nullable String word) {
        return word == null
                ? ServiceKind.FUNCTION
                : ServiceKind.parse(word)
                        .orElseThrow(
                                () -> Rejected.field("/kind", "use one of " + ServiceKind.words()));
    }

    /// A function whose first deployment is refused was not made.
    private void begin(ApiRequest request, ServiceRecord made, SourceStore.Accepted source) {
        try {
            deployments.submit(
                    made, source, wishes.of(request, made, Optional.empty(), Optional.empty()));
        } catch (Rejected e) {
            services.delete(made.organization(), made.id());
            throw e;
        }
    }

    private Optional<SourceStore.Accepted> source(
            OrganizationId organization, @Nullable String source, @Nullable String word)
            throws IOException {
        Optional<Language> language = Optional.ofNullable(word).map(FunctionRoutes::language);
        if (source == null) {
            return Optional.empty();
        }
        Language in =
                language.orElseThrow(() -> Rejected.field("/language", "is needed with source"));
        String fileName =
                switch (in) {
                    case JAVASCRIPT -> "index.js";
                    case ASSEMBLYSCRIPT, TYPESCRIPT -> "index.ts";
                    case RUST, GO, C, CPP, JAVA, DART -> "";
                    case WASM ->
                            throw Rejected.field(
                                    "/source",
                                    "a module is no text; POST it to /functions/{id}/deployments");
                };
        byte[] bytes = source.getBytes(StandardCharsets.UTF_8);
        var upload =
                new SourceStore.Upload(
                        organization, ServiceKind.FUNCTION, fileName, language, false);
        return Optional.of(refusals(() -> sources.accept(upload, new ByteArrayInputStream(bytes))));
    }

    /// Work on a source that came with a request.
    interface Intake<T> {
        T take() throws IOException;
    }

    /// What is wrong with a source is the caller's to mend.
    static <T> T refusals(Intake<T> intake) throws IOException {
        try {
            return intake.take();
        } catch (BuildFailed e) {
            List<FieldError> errors =
                    e.diagnostics().stream()
                            .map(d ->
                                    new FieldError(
                                            d.file() + ":" + d.line() + ":" + d.column(),
                                            d.message()))
                            .toList();
            throw new Rejected(e.code(), e.detail(), errors);
        }
    }

    static Language language(String word) {
        return Language.parse(word)
                .orElseThrow(() -> Rejected.field("/language", "use one of " + Language.words()));
    }

    private Answer list(ApiRequest request) {
        return Pages.answer(
                store.list(
                        request.caller().organization(),
                        request.query("project"),
                        request.query("name"),
                        Pages.after(request),
                        request.limit()),
                function -> FunctionJson.function(function, root));
    }

    private ServiceRecord get(ApiRequest request) {
        return services.get(request.caller().organization(), request.path("id", ServiceId::parse));
    }

    private Answer answer(ServiceRecord function) {
        return Answer.json(
                FunctionJson.function(function, root),
                new Header("etag", "\"" + function.revision() + "\""));
    }

    private Answer update(ApiRequest request, PasswordReader passwords) throws IOException {
        ServiceRecord function = get(request);
        UpdateFunctionRequest body = request.body(UpdateFunctionRequest.class);
        request.ifMatch()
                .filter(revision -> revision != function.revision())
                .ifPresent(revision -> {
                    throw new Rejected(
                            ErrorCode.REVISION_CONFLICT,
                            "it is at revision " + function.revision() + " by now");
                });
        var settings =
                SettingsJson.read(
                        new SettingsJson.Asked(
                                body.limits(),
                                body.samples(),
                                body.access(),
                                body.rateLimit(),
                                body.signedHeaders(),
                                body.cache(),
                                body.users(),
                                body.scale()),
                        function.settings(),
                        passwords);
        fitting(function.kind(), settings);
        String word =
                body.language() != null
                        ? body.language()
                        : function.language().map(Language::word).orElse(null);
        Optional<SourceStore.Accepted> source =
                source(function.organization(), body.source(), word);
        if (!settings.limits().equals(function.limits())) {
            wishes.everywhere(request, function);
        }
        if (source.isPresent() && function.kind() != ServiceKind.FUNCTION) {
            throw Rejected.field("/source", "it is no function but a " + function.kind().word());
        }
        Optional<Deployments.Wish> wish =
                source.map(_ -> wishes.of(request, function, Optional.empty(), Optional.empty()));
        ServiceRecord changed = services.update(function, settings, request.caller().id());
        source.ifPresent(s -> deployments.submitIfChanged(changed, s, wish.orElseThrow()));
        return answer(services.get(changed.organization(), changed.id()));
    }

    private Answer delete(ApiRequest request) {
        services.delete(request.caller().organization(), request.path("id", ServiceId::parse));
        return Answer.NOTHING;
    }
}
