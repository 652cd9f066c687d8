package dev.fairlead.controlplane.api.invocations;

import dev.fairlead.controlplane.api.routes.Answer;
import dev.fairlead.controlplane.api.routes.ApiRequest;
import dev.fairlead.controlplane.api.routes.Parameter;
import dev.fairlead.controlplane.api.routes.Route;
import dev.fairlead.controlplane.api.routes.Shape;
import dev.fairlead.controlplane.control.services.Services;
import dev.fairlead.controlplane.store.services.ServiceRecord;
import dev.fairlead.dataplane.apps.App;
import dev.fairlead.dataplane.apps.AppInvoker;
import dev.fairlead.dataplane.calls.Invoker;
import dev.fairlead.dataplane.http.BlockingExchange;
import dev.fairlead.dataplane.router.Backend;
import dev.fairlead.dataplane.router.LiveService;
import dev.fairlead.dataplane.router.RoutedAlias;
import dev.fairlead.dataplane.router.Router;
import dev.fairlead.dataplane.router.Target;
import dev.fairlead.dataplane.router.Visitor;
import dev.fairlead.dataplane.runtime.Header;
import dev.fairlead.model.access.Permission;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.executions.ExecutionStatus;
import dev.fairlead.model.names.ProjectName;
import dev.fairlead.model.names.ServiceName;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/// AWS Lambda's Invoke API, for its SDKs and its command line.
public final class InvocationRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(InvocationRoutes.class);
    private static final String FRAMES = "application/vnd.amazon.eventstream";
    private static final int MOST_BYTES = 6 << 20;
    private static final int MOST_UNDER_WAY = 256;
    private static final int PIECE = 16 << 10;
    private static final List<String> PAYLOADS =
            List.of("application/json", "application/octet-stream");

    private final Services services;
    private final Router router;
    private final Invoker functions;
    private final AppInvoker apps = new AppInvoker();
    private final Semaphore later = new Semaphore(MOST_UNDER_WAY);

    public InvocationRoutes(Services services, Router router, Invoker functions) {
        this.services = services;
        this.router = router;
        this.functions = functions;
    }

    public List<Route> routes() {
        return List.of(
                Route.post("/aws/2015-03-31/functions/{name}/invocations")
                        .named(
                                "invokeFunction",
                                "Invoke a function as AWS Lambda's Invoke API does. `name` is"
                                        + " project.service. `X-Amz-Invocation-Type` Event is a 202"
                                        + " at once, DryRun a 204.")
                        .needs(Permission.FUNCTIONS_EXECUTE)
                        .with(qualifier())
                        .takes(new Shape.Bytes(PAYLOADS))
                        .gives(200, new Shape.Bytes(PAYLOADS))
                        .fails(
                                ErrorCode.FUNCTION_NOT_FOUND,
                                ErrorCode.NOT_DEPLOYED,
                                ErrorCode.BODY_TOO_LARGE)
                        .by(this::invoke),
                Route.post("/aws/2021-11-15/functions/{name}/response-streaming-invocations")
                        .named(
                                "invokeFunctionWithStream",
                                "The same, where the answer is an event stream of AWS.")
                        .needs(Permission.FUNCTIONS_EXECUTE)
                        .with(qualifier())
                        .takes(new Shape.Bytes(PAYLOADS))
                        .gives(200, new Shape.Bytes(List.of(FRAMES)))
                        .fails(
                                ErrorCode.FUNCTION_NOT_FOUND,
                                ErrorCode.NOT_DEPLOYED,
                                ErrorCode.BODY_TOO_LARGE)
                        .by(this::stream));
    }

    private static Parameter qualifier() {
        return Parameter.string("Qualifier", "an alias; live where it is left out");
    }

    private ServiceRecord function(ApiRequest request) {
        String name = request.path("name", text -> text);
        int dot = name.indexOf('.');
        if (dot < 0) {
            throw new Rejected(
                    ErrorCode.FUNCTION_NOT_FOUND, "name it by its project: project.service");
        }
        return services.find(
                        request.caller().organization(),
                        request.path("name", text -> new ProjectName(text.substring(0, dot))),
                        request.path("name", text -> new ServiceName(text.substring(dot + 1))))
                .orElseThrow(
                        () -> new Rejected(ErrorCode.FUNCTION_NOT_FOUND, "no function " + name));
    }

    private record Called(LiveService service, Target target, Payload sent, String context) {
        byte[] payload() {
            return sent.bytes();
        }

        Duration patience() {
            return service.entry().limits().queueTimeout();
        }
    }

    private Called called(ApiRequest request) throws IOException {
        ServiceRecord function = function(request);
        LiveService service = router.find(function.id()).orElseThrow(InvocationRoutes::nothing);
        String label =
                request.query("Qualifier")
                        .filter(text -> !text.equals("$LATEST"))
                        .orElse(RoutedAlias.LIVE.text());
        Target target =
                service.target(label, Visitor.ANYBODY).orElseThrow(InvocationRoutes::nothing);
        byte[] payload = request.exchange().body(MOST_BYTES).readAllBytes();
        return new Called(
                service,
                target,
                new Payload(payload.length == 0 ? bytes("{}") : payload),
                context(request));
    }

    private static Rejected nothing() {
        return new Rejected(ErrorCode.NOT_DEPLOYED, "nothing is deployed there");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// One line of JSON, as it travels in a header.
    private static String context(ApiRequest request) {
        String encoded = request.exchange().header("x-amz-client-context").orElse("");
        try {
            String json = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
            if (json.chars().allMatch(c -> c >= ' ' && c < 127)) {
                return json;
            }
        } catch (IllegalArgumentException e) {
            // refused below
        }
        throw new Rejected(ErrorCode.INVALID_REQUEST, "X-Amz-Client-Context cannot be read");
    }

    private Answer invoke(ApiRequest request) throws IOException, InterruptedException {
        BlockingExchange exchange = request.exchange();
        String type = exchange.header("x-amz-invocation-type").orElse("RequestResponse");
        switch (type) {
            case "RequestResponse" -> {
                Called called = called(request);
                Result result = run(called);
                var headers = headers(exchange, called);
                headers.add(new Header("content-type", "application/json"));
                result.error()
                        .ifPresent(kind -> headers.add(new Header("x-amz-function-error", kind)));
                exchange.answer(200, headers, result.payload().bytes());
            }
            case "Event" -> {
                Called called = called(request);
                later(called);
                exchange.answer(202, headers(exchange, called), new byte[0]);
            }
            case "DryRun" -> {
                function(request);
                exchange.answer(204, List.of(), new byte[0]);
            }
            default ->
                    throw new Rejected(
                            ErrorCode.INVALID_REQUEST,
                            "X-Amz-Invocation-Type is RequestResponse, Event or DryRun");
        }
        return new Answer.Taken(exchange);
    }

    private static List<Header> headers(BlockingExchange exchange, Called called) {
        return new ArrayList<>(
                List.of(
                        new Header("x-amzn-requestid", exchange.id().toString()),
                        new Header(
                                "x-amz-executed-version",
                                Integer.toString(called.target().version()))));
    }

    /// What a function gets or gives.
    private static final class Payload {
        private final byte[] all;

        Payload(byte[] all) {
            this.all = all;
        }

        byte[] bytes() {
            return all;
        }
    }

    private record Result(Optional<String> error, Payload payload) {}

    private Result run(Called called) throws IOException, InterruptedException {
        if (called.target().backend() instanceof Backend.OfApp(App app)) {
            try (var answered = apps.invoke(app, event(called, false), called.patience())) {
                return new Result(answered.error(), new Payload(answered.body().readAllBytes()));
            }
        }
        var result = functions.invoke(called.service(), called.target(), called.payload(), false);
        boolean failed =
                result.execution().status() != ExecutionStatus.SUCCEEDED || result.status() >= 400;
        byte[] body = new byte[result.body().remaining()];
        result.body().duplicate().get(body);
        return new Result(failed ? Optional.of("Unhandled") : Optional.empty(), new Payload(body));
    }

    private static AppInvoker.Event event(Called called, boolean streams) {
        return AppInvoker.Event.of(called.payload(), called.context(), streams);
    }

    /// Once, and not when the server stops meanwhile.
    private void later(Called called) {
        if (!later.tryAcquire()) {
            throw new Rejected(ErrorCode.AT_CAPACITY, "too many events are under way");
        }
        Thread.ofVirtual()
                .name("event-" + called.service().entry().name())
                .start(() -> {
                    try {
                        run(called);
                    } catch (IOException | RuntimeException e) {
                        LOG.warn("an event was lost app={}", called.service().entry().name(), e);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    } finally {
                        later.release();
                    }
                });
    }

    private Answer stream(ApiRequest request) throws IOException, InterruptedException {
        BlockingExchange exchange = request.exchange();
        Called called = called(request);
        if (!(called.target().backend() instanceof Backend.OfApp(App app))) {
            throw new Rejected(ErrorCode.NOT_DEPLOYED, "it does not answer with streams");
        }
        var headers = headers(exchange, called);
        headers.add(new Header("content-type", FRAMES));
        try (var answered = apps.invoke(app, event(called, true), called.patience());
                var out = exchange.stream(200, headers)) {
            byte[] piece = new byte[PIECE];
            for (int count = answered.body().read(piece);
                    count >= 0 && !out.closed();
                    count = answered.body().read(piece)) {
                out.write(Arrays.copyOf(piece, count));
            }
        }
        return new Answer.Taken(exchange);
    }
}
