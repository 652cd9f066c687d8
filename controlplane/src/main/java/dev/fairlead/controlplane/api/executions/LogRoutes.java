package dev.fairlead.controlplane.api.executions;

import dev.fairlead.controlplane.api.routes.Answer;
import dev.fairlead.controlplane.api.routes.ApiJson;
import dev.fairlead.controlplane.api.routes.ApiRequest;
import dev.fairlead.controlplane.api.routes.EventStream;
import dev.fairlead.controlplane.api.routes.Parameter;
import dev.fairlead.controlplane.api.routes.Route;
import dev.fairlead.controlplane.api.routes.Shape;
import dev.fairlead.controlplane.control.services.Services;
import dev.fairlead.controlplane.store.executions.ExecutionRecorder;
import dev.fairlead.controlplane.store.executions.ExecutionStore;
import dev.fairlead.controlplane.store.logs.LogFilter;
import dev.fairlead.controlplane.store.logs.LogLineStore;
import dev.fairlead.controlplane.store.services.ServiceRecord;
import dev.fairlead.model.access.Permission;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.ServiceId;
import dev.fairlead.model.wire.LogLineJson;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// What services wrote: functions while they were invoked, instances of apps and stacks as they
/// run.
final class LogRoutes {
    private static final Duration LONGEST_FOLLOW = Duration.ofHours(6);
    private static final int PING_EVERY = 50;
    private static final int LONGEST_TEXT = 200;
    private static final int LONGEST_INSTANCE = 64;

    private final Services services;
    private final ExecutionLines executions;
    private final InstanceLines instances;
    private final ApiJson json;

    LogRoutes(
            Services services,
            ExecutionStore executions,
            ExecutionRecorder recorder,
            LogLineStore lines,
            ApiJson json) {
        this.services = services;
        this.executions = new ExecutionLines(executions, recorder);
        this.instances = new InstanceLines(lines);
        this.json = json;
    }

    /// Lines of one kind of service.
    interface Lines {
        /// A page, newest first.
        Answer newest(ServiceRecord service, LogFilter filter, ApiRequest request)
                throws InterruptedException;

        /// Those after a place that `Tail.next` was told, oldest first; where it is none, the last
        /// few.
        Tail tail(ServiceRecord service, LogFilter filter, String place, int few)
                throws InterruptedException;
    }

    /// Lines as they come, and where each is.
    interface Tail {
        record Placed(String place, LogLineJson line) {}

        /// Those that came since it was asked last.
        List<Placed> next() throws InterruptedException;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/functions/{id}/logs")
                        .named(
                                "readLogs",
                                "What a function logged, or the instances of an app or a stack"
                                        + " printed, newest first; with `follow` an event stream,"
                                        + " oldest first, that goes on.")
                        .needs(Permission.EXECUTIONS_READ)
                        .with(
                                Parameter.flag("follow", "go on as it happens"),
                                Parameter.integer("version", "only this version's"),
                                Parameter.string(
                                        "instance", "only this one's, as `instances` names it"),
                                Parameter.instant("since", "written at or after"),
                                Parameter.string("text", "lines that have it, in whatever case"))
                        .paged()
                        .gives(200, Shape.page(LogLineJson.class))
                        .fails(
                                ErrorCode.ID_MALFORMED,
                                ErrorCode.ID_OF_ANOTHER_KIND,
                                ErrorCode.FUNCTION_NOT_FOUND,
                                ErrorCode.CURSOR_MALFORMED)
                        .by(this::logs));
    }

    private Answer logs(ApiRequest request) throws IOException, InterruptedException {
        ServiceRecord service =
                services.get(request.caller().organization(), request.path("id", ServiceId::parse));
        Lines lines = service.kind().inContainers() ? instances : executions;
        LogFilter filter = filter(request);
        if (request.flag("follow")) {
            String place = request.exchange().header("last-event-id").orElse("");
            follow(request, lines.tail(service, filter, place, request.limit()));
            return new Answer.Taken(request.exchange());
        }
        return lines.newest(service, filter, request);
    }

    private static LogFilter filter(ApiRequest request) {
        return new LogFilter(
                request.integer("version", 0, Integer.MAX_VALUE),
                request.query("instance").map(name -> shorter(name, "?instance", LONGEST_INSTANCE)),
                request.instant("since"),
                request.query("text").map(text -> shorter(text, "?text", LONGEST_TEXT)));
    }

    private static String shorter(String text, String field, int most) {
        if (text.length() > most || text.indexOf('\0') >= 0) {
            throw Rejected.field(field, "use at most " + most + " characters, none of them NUL");
        }
        return text;
    }

    private void follow(ApiRequest request, Tail tail) throws IOException, InterruptedException {
        long end = System.nanoTime() + LONGEST_FOLLOW.toNanos();
        try (var events = new EventStream(request.exchange(), json)) {
            for (int round = 1; !events.closed() && System.nanoTime() < end; round++) {
                for (Tail.Placed one : tail.next()) {
                    events.send("", one.place(), one.line());
                }
                if (round % PING_EVERY == 0) {
                    events.ping();
                }
                TimeUnit.MILLISECONDS.sleep(200);
            }
        }
    }
}
