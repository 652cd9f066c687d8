package dev.fairlead.dataplane.calls;

import dev.fairlead.dataplane.router.LiveService;
import dev.fairlead.dataplane.router.Target;
import dev.fairlead.dataplane.runtime.GuestBody;
import dev.fairlead.dataplane.runtime.GuestRequest;
import dev.fairlead.dataplane.runtime.Header;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.executions.Execution;
import dev.fairlead.model.ids.ExecutionId;
import dev.fairlead.model.ids.RequestId;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Invokes a function from inside this process and waits: the same queue, limits and record as from
/// outside.
public final class Invoker {
    // Whoever runs it ends it at its limit; on a busy machine that is seen late.
    private static final long GRACE_MILLIS = 15_000;

    private final Invocations invocations;

    public Invoker(Invocations invocations) {
        this.invocations = invocations;
    }

    /// What came back: the record, and the answer where the guest gave one.
    public record Result(Execution execution, int status, List<Header> headers, ByteBuffer body) {}

    /// Blocks until the call ended. `body` is sent as JSON.
    public Result invoke(LiveService service, Target target, byte[] body, boolean samples)
            throws InterruptedException {
        List<Header> headers = List.of(new Header("content-type", "application/json"));
        return invoke(service, target, new Asked("POST", "/", headers), body, samples);
    }

    /// The status that a GET of `path` is answered with. Blocks until then.
    public int get(LiveService service, Target target, String path) throws InterruptedException {
        var asked = new Asked("GET", path, List.of());
        return invoke(service, target, asked, new byte[0], false).execution().httpStatus();
    }

    private record Asked(String method, String path, List<Header> headers) {}

    private Result invoke(
            LiveService service, Target target, Asked asked, byte[] body, boolean samples)
            throws InterruptedException {
        var id = ExecutionId.next(invocations.clock());
        var request =
                new GuestRequest(
                        asked.method(),
                        asked.path(),
                        "",
                        asked.headers(),
                        GuestBody.of(body),
                        "",
                        "",
                        new RequestId(id.value()).toString(),
                        invocations.clock().instant());
        var record = new CompletableFuture<Execution>();
        var sink = new MemorySink(service.entry().limits().maxResponseBytes());
        var call =
                new Call(
                        service,
                        target,
                        Origin.API,
                        id,
                        request,
                        new Samples(samples || service.entry().samples(), body),
                        sink,
                        invocations.alsoTelling(execution -> {
                            // What it calls in its turn ends, too.
                            if (execution.id().equals(id)) {
                                record.complete(execution);
                            }
                        }));
        invocations.calls().began(call);
        if (call.enter()) {
            awaitPlace(call, service, record);
        }
        return finish(call, service, record, sink);
    }

    private static void awaitPlace(
            Call call, LiveService service, CompletableFuture<Execution> record)
            throws InterruptedException {
        try {
            record.get(service.entry().limits().queueTimeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            call.queueTimedOut();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Result finish(
            Call call, LiveService service, CompletableFuture<Execution> record, MemorySink sink)
            throws InterruptedException {
        long patience = service.entry().limits().timeout().toMillis() + GRACE_MILLIS;
        try {
            Execution execution = record.get(patience, TimeUnit.MILLISECONDS);
            return new Result(execution, sink.status(), sink.headers(), sink.body());
        } catch (TimeoutException e) {
            call.cancel();
            throw new Rejected(ErrorCode.GUEST_TIMEOUT, "the function did not end at its limit");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
