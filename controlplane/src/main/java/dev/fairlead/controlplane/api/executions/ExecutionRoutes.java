package dev.fairlead.controlplane.api.executions;

import dev.fairlead.controlplane.api.invocations.InvocationRoutes;
import dev.fairlead.controlplane.api.routes.Answer;
import dev.fairlead.controlplane.api.routes.ApiJson;
import dev.fairlead.controlplane.api.routes.ApiRequest;
import dev.fairlead.controlplane.api.routes.Pages;
import dev.fairlead.controlplane.api.routes.Parameter;
import dev.fairlead.controlplane.api.routes.Route;
import dev.fairlead.controlplane.api.routes.Shape;
import dev.fairlead.controlplane.control.services.Services;
import dev.fairlead.controlplane.store.executions.ExecutionFilter;
import dev.fairlead.controlplane.store.executions.ExecutionRecorder;
import dev.fairlead.controlplane.store.executions.ExecutionStore;
import dev.fairlead.controlplane.store.logs.LogLineStore;
import dev.fairlead.controlplane.store.services.ServiceRecord;
import dev.fairlead.dataplane.calls.Invoker;
import dev.fairlead.dataplane.router.LiveService;
import dev.fairlead.dataplane.router.RoutedAlias;
import dev.fairlead.dataplane.router.Router;
import dev.fairlead.dataplane.router.Target;
import dev.fairlead.dataplane.router.Visitor;
import dev.fairlead.model.access.Permission;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.InvalidValue;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.executions.Execution;
import dev.fairlead.model.executions.ExecutionStatus;
import dev.fairlead.model.ids.ExecutionId;
import dev.fairlead.model.ids.ServiceId;
import dev.fairlead.model.names.AliasName;
import dev.fairlead.model.names.EnvironmentName;
import dev.fairlead.model.wire.ExecutionResponse;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Invoke through the API, and look at what ran and what it wrote.
public final class ExecutionRoutes {
    private final Services services;
    private final ExecutionStore executions;
    private final LogLineStore lines;
    private final Router router;
    private final Invoker invoker;
    private final ApiJson json;
    private final ExecutionRecorder recorder;

    public ExecutionRoutes(
            Services services,
            ExecutionStore executions,
            LogLineStore lines,
            Router router,
            ExecutionRecorder recorder,
            Invoker invoker,
            ApiJson json) {
        this.recorder = recorder;
        this.services = services;
        this.executions = executions;
        this.lines = lines;
        this.router = router;
        this.invoker = invoker;
        this.json = json;
    }

    public List<Route> routes() {
        List<Route> invoking = new InvocationRoutes(services, router, invoker).routes();
        List<Route> logs = new LogRoutes(services, executions, recorder, lines, json).routes();
        return Stream.of(own(), invoking, logs).flatMap(List::stream).toList();
    }

    private List<Route> own() {
        return List.of(
                Route.post("/functions/{id}/execute")
                        .repeatable()
                        .named(
                                "executeFunction",
                                "Invoke a function with a JSON object and wait for its execution. A"
                                        + " function that fails is a 200 with `status` FAILED.")
                        .needs(Permission.FUNCTIONS_EXECUTE)
                        .with(
                                Parameter.string("environment", "production where it is left out"),
                                Parameter.string("alias", "live where it is left out"))
                        .takes(Shape.ANY_OBJECT)
                        .gives(200, Shape.json(ExecutionResponse.class))
                        .fails(
                                ErrorCode.MALFORMED_JSON,
                                ErrorCode.INPUT_NOT_AN_OBJECT,
                                ErrorCode.BODY_TOO_LARGE,
                                ErrorCode.ID_MALFORMED,
                                ErrorCode.ID_OF_ANOTHER_KIND,
                                ErrorCode.FUNCTION_NOT_FOUND,
                                ErrorCode.NOT_DEPLOYED)
                        .by(this::execute),
                Route.get("/functions/{id}/executions")
                        .named("listExecutions", "List a function's executions, newest first.")
                        .needs(Permission.EXECUTIONS_READ)
                        .with(
                                Parameter.string(
                                        "status",
                                        "SUCCEEDED, FAILED, TIMED_OUT, REFUSED, CANCELLED"),
                                Parameter.integer("version", "only this version's"),
                                Parameter.instant("since", "started at or after"),
                                Parameter.instant("until", "started before"))
                        .paged()
                        .gives(200, Shape.page(ExecutionResponse.class))
                        .fails(
                                ErrorCode.ID_MALFORMED,
                                ErrorCode.ID_OF_ANOTHER_KIND,
                                ErrorCode.FUNCTION_NOT_FOUND,
                                ErrorCode.CURSOR_MALFORMED)
                        .by(this::list),
                Route.get("/executions/{id}")
                        .named("getExecution", "Get an execution.")
                        .needs(Permission.EXECUTIONS_READ)
                        .gives(200, Shape.json(ExecutionResponse.class))
                        .fails(
                                ErrorCode.ID_MALFORMED,
                                ErrorCode.ID_OF_ANOTHER_KIND,
                                ErrorCode.EXECUTION_NOT_FOUND)
                        .by(this::get));
    }

    private ServiceRecord function(ApiRequest request) {
        return services.get(request.caller().organization(), request.path("id", ServiceId::parse));
    }

    private Answer execute(ApiRequest request) throws InterruptedException, IOException {
        ServiceRecord function = function(request);
        byte[] body = request.exchange().body(function.limits().maxRequestBytes()).readAllBytes();
        if (!json.tree(body).isObject()) {
            throw new Rejected(
                    ErrorCode.INPUT_NOT_AN_OBJECT,
                    "send a JSON object, such as {\"name\":\"Ada\"}");
        }
        LiveService service =
                router.find(function.id())
                        .orElseThrow(() ->
                                new Rejected(
                                        ErrorCode.NOT_DEPLOYED,
                                        "deploy it first, or wait for its deployment"));
        Target target =
                service.target(label(request), Visitor.ANYBODY)
                        .orElseThrow(() ->
                                new Rejected(
                                        ErrorCode.NOT_DEPLOYED, "nothing is deployed there yet"));
        Invoker.Result result =
                invoker.invoke(service, target, body, function.settings().samples());
        return Answer.json(
                ExecutionJson.withOutput(result.execution(), json, body, result.body().array()));
    }

    private static String label(ApiRequest request) {
        try {
            return RoutedAlias.label(
                    request.query("environment")
                            .map(EnvironmentName::new)
                            .orElse(EnvironmentName.PRODUCTION),
                    request.query("alias").map(AliasName::new).orElse(RoutedAlias.LIVE));
        } catch (InvalidValue e) {
            throw Rejected.field("?environment", e.what() + ": " + e.rule());
        }
    }

    private Answer list(ApiRequest request) throws InterruptedException {
        recorder.settle();
        ServiceRecord function = function(request);
        var filter =
                new ExecutionFilter(
                        request.query("status").map(ExecutionRoutes::status),
                        request.integer("version", 0, Integer.MAX_VALUE),
                        request.instant("since"),
                        request.instant("until"));
        return Pages.answer(
                executions.list(
                        function.organization(),
                        function.id(),
                        filter,
                        Pages.after(request),
                        request.limit()),
                execution -> ExecutionJson.of(execution, json));
    }

    private static ExecutionStatus status(String word) {
        try {
            return ExecutionStatus.valueOf(word.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw Rejected.field("?status", "use one of " + List.of(ExecutionStatus.values()));
        }
    }

    private Answer get(ApiRequest request) throws InterruptedException {
        recorder.settle();
        ExecutionId id = request.path("id", ExecutionId::parse);
        Execution found =
                executions
                        .find(request.caller().organization(), id)
                        .orElseThrow(() ->
                                new Rejected(
                                        ErrorCode.EXECUTION_NOT_FOUND,
                                        "no execution "
                                                + id
                                                + "; it may be too old, or a moment too young"));
        return Answer.json(ExecutionJson.of(found, json));
    }
}
