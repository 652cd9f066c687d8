package dev.fairlead.dataplane.gateway;

import dev.fairlead.dataplane.router.LiveService;
import dev.fairlead.dataplane.runtime.GuestBody;
import dev.fairlead.dataplane.runtime.GuestRequest;
import dev.fairlead.dataplane.runtime.Header;
import dev.fairlead.dataplane.runtime.Outcome;
import dev.fairlead.dataplane.telemetry.ExecutionListener;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.executions.Execution;
import dev.fairlead.model.executions.Trigger;
import dev.fairlead.model.ids.ExecutionId;
import dev.fairlead.model.ids.RequestId;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Invokes a function from inside this process and waits: the same queue, limits and record as from
/// outside.
public final class Invoker {
    private final ExecutionListener listener;
    private final CallsInFlight calls;
    private final Clock clock;

    public Invoker(ExecutionListener listener, CallsInFlight calls, Clock clock) {
        this.listener = calls.endedAfter(listener);
        this.calls = calls;
        this.clock = clock;
    }

    /// What came back: the record, and the answer where the guest gave one.
    public record Result(Execution execution, int status, List<Header> headers, ByteBuffer body) {}

    /// Blocks until the call ended. `body` is sent as JSON.
    public Result invoke(LiveService service, byte[] body, boolean samples)
            throws InterruptedException {
        var id = ExecutionId.next(clock);
        var request =
                new GuestRequest(
                        "POST",
                        "/",
                        "",
                        List.of(new Header("content-type", "application/json")),
                        GuestBody.of(body),
                        "",
                        "",
                        new RequestId(id.value()).toString(),
                        clock.instant());
        var record = new CompletableFuture<Execution>();
        var sink = new Memory();
        var call =
                new Call(
                        service,
                        Address.LIVE,
                        Trigger.API,
                        id,
                        request,
                        new Samples(samples || service.entry().samples(), body),
                        sink,
                        execution -> {
                            listener.executed(execution);
                            record.complete(execution);
                        });
        calls.began(call);
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
            Call call, LiveService service, CompletableFuture<Execution> record, Memory sink)
            throws InterruptedException {
        long patience = service.entry().limits().timeout().toMillis() + 5000;
        try {
            Execution execution = record.get(patience, TimeUnit.MILLISECONDS);
            return new Result(
                    execution, sink.status, sink.headers, ByteBuffer.wrap(sink.body.toByteArray()));
        } catch (TimeoutException e) {
            call.cancel();
            throw new Rejected(ErrorCode.GUEST_TIMEOUT, "the function did not end at its limit");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Keeps an answer; it is bounded by the guest's own limit on output.
    private static final class Memory implements CallSink {
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private volatile int status;
        private volatile List<Header> headers = List.of();

        @Override
        public void head(int code, List<Header> fields) {
            status = code;
            headers = fields;
        }

        @Override
        public void write(byte[] bytes) {
            body.writeBytes(bytes);
        }

        @Override
        public void done(Outcome outcome, String timing) {}

        @Override
        public void refused(Refusal why, String timing) {
            status = why.code().status();
        }
    }
}
