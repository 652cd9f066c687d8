package dev.fairlead.controlplane.api.executions;

import dev.fairlead.controlplane.api.invocations.InvocationRoutes;
import dev.fairlead.controlplane.api.routes.Answer;
import dev.fairlead.controlplane.api.routes.ApiJson;
import dev.fairlead.controlplane.api.routes.ApiRequest;
import dev.fairlead.controlplane.api.routes.EventStream;
import dev.fairlead.controlplane.api.routes.Pages;
import dev.fairlead.controlplane.api.routes.Parameter;
import dev.fairlead.controlplane.api.routes.Route;
import dev.fairlead.controlplane.api.routes.Shape;
import dev.fairlead.controlplane.control.services.Services;
import dev.fairlead.controlplane.store.Page;
import dev.fairlead.controlplane.store.executions.ExecutionFilter;
import dev.fairlead.controlplane.store.executions.ExecutionRecorder;
import dev.fairlead.controlplane.store.executions.ExecutionStore;
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
import dev.fairlead.model.wire.LogLineJson;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Invoke through the API, and look at what ran.
public final class ExecutionRoutes {
    private static final Duration LONGEST_FOLLOW = Duration.ofHours(6);
    private static final int PING_EVERY = 50;

    private final Services services;
    private final ExecutionStore executions;
    private final Router router;
    private final Invoker invoker;
    private final ApiJson json;
    private final ExecutionRecorder recorder;

    public ExecutionRoutes(
            Services services,
            ExecutionStore executions,
            Router router,
            ExecutionRecorder recorder,
            Invoker invoker,
            ApiJson json) {
        this.recorder = recorder;
        this.services = services;
        this.executions = executions;
        this.router = router;
        this.invoker = invoker;
        this.json = json;
    }

    public List<Route> routes() {
        List<Route> invoking = new InvocationRoutes(services, router, invoker).routes();
        return Stream.concat(own().stream(), invoking.stream()).toList();
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
                        .by(this::get),
                Route.get("/functions/{id}/logs")
                        .named(
                                "readLogs",
                                "What a function logged, newest first; with `follow` an event"
                                        + " stream, oldest first, that goes on.")
                        .needs(Permission.EXECUTIONS_READ)
                        .with(Parameter.flag("follow", "go on as it happens"))
                        .paged()
                        .gives(200, Shape.page(LogLineJson.class))
                        .fails(
                                ErrorCode.ID_MALFORMED,
                                ErrorCode.ID_OF_ANOTHER_KIND,
                                ErrorCode.FUNCTION_NOT_FOUND)
                        .by(this::logs));
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

    private Answer logs(ApiRequest request) throws IOException, InterruptedException {
        ServiceRecord function = function(request);
        recorder.settle();
        if (request.flag("follow")) {
            follow(request, function);
            return new Answer.Taken(request.exchange());
        }
        List<LogLineJson> lines =
                newest(request, function).stream()
                        .flatMap(e -> ExecutionJson.logs(e).reversed().stream())
                        .limit(request.limit())
                        .toList();
        return Pages.answer(new Page<>(lines, Optional.empty()), line -> line);
    }

    private List<Execution> newest(ApiRequest request, ServiceRecord function) {
        return executions.logged(
                function.organization(), function.id(), Optional.empty(), request.limit());
    }

    private void follow(ApiRequest request, ServiceRecord function)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + LONGEST_FOLLOW.toNanos();
        var reached = LogPosition.parse(request.exchange().header("last-event-id").orElse(""));
        List<Execution> next =
                reached.isStart() ? newest(request, function).reversed() : after(function, reached);
        try (var events = new EventStream(request.exchange(), json)) {
            for (int round = 1; !events.closed() && System.nanoTime() < end; round++) {
                for (Execution execution : next) {
                    List<LogLineJson> lines = ExecutionJson.logs(execution);
                    for (int i = reached.linesOf(execution.id()); i < lines.size(); i++) {
                        reached = new LogPosition(execution.id().value(), i + 1);
                        events.send("", reached.toString(), lines.get(i));
                    }
                }
                if (round % PING_EVERY == 0) {
                    events.ping();
                }
                TimeUnit.MILLISECONDS.sleep(200);
                next = after(function, reached);
            }
        }
    }

    private List<Execution> after(ServiceRecord function, LogPosition reached) {
        return executions.logged(
                function.organization(), function.id(), Optional.of(reached.before()), 500);
    }
}
