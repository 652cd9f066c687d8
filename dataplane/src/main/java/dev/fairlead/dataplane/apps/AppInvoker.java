package dev.fairlead.dataplane.apps;

import dev.fairlead.dataplane.upstream.LiveTarget;
import dev.fairlead.dataplane.upstream.Places;
import dev.fairlead.dataplane.upstream.Upstream;
import dev.fairlead.dataplane.versions.UpstreamSpec.Place;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Hands events to apps that take them, from inside this process: by the same queue as requests
/// from outside. For any thread; blocks.
public final class AppInvoker {
    /// By these headers an instance knows an event. The gateway passes on none of a client's that
    /// begin with `x-fairlead-`.
    private static final String INVOKE = "x-fairlead-invoke";

    private static final String CLIENT_CONTEXT = "x-fairlead-client-context";
    private static final String ERROR = "x-fairlead-function-error";

    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(5))
                    .build();

    /// An event, and how its answer is wished: whole, or as a stream in frames.
    public record Event(ByteBuffer payload, String clientContext, boolean streams) {
        public static Event of(byte[] payload, String clientContext, boolean streams) {
            return new Event(ByteBuffer.wrap(payload).asReadOnlyBuffer(), clientContext, streams);
        }

        byte[] bytes() {
            byte[] all = new byte[payload.remaining()];
            payload.duplicate().get(all);
            return all;
        }
    }

    /// What comes back; to be closed. `error` where the function failed.
    public record Answered(Optional<String> error, InputStream body, LiveTarget at)
            implements AutoCloseable {
        @Override
        public void close() throws IOException {
            try {
                body.close();
            } finally {
                at.ended();
            }
        }
    }

    /// `patience` is how long it may wait for an instance.
    public Answered invoke(App app, Event event, Duration patience)
            throws IOException, InterruptedException {
        if (!app.takesEvents()) {
            throw new Rejected(
                    ErrorCode.NOT_DEPLOYED, "it is no function: it takes requests, not events");
        }
        LiveTarget at = place(app, patience);
        boolean answered = false;
        try {
            HttpResponse<InputStream> response = http.send(request(at, event), body());
            Optional<String> error = response.headers().firstValue(ERROR);
            if (response.statusCode() != 200) {
                response.body().close();
                throw new Rejected(
                        refusal(response.statusCode()), "its instance refused the event");
            }
            answered = true;
            return new Answered(error, response.body(), at);
        } finally {
            if (!answered) {
                at.ended();
            }
        }
    }

    private static HttpResponse.BodyHandler<InputStream> body() {
        return BodyHandlers.ofInputStream();
    }

    private static ErrorCode refusal(int status) {
        return status == ErrorCode.BODY_TOO_LARGE.status()
                ? ErrorCode.BODY_TOO_LARGE
                : ErrorCode.UPSTREAM_FAILED;
    }

    private static HttpRequest request(LiveTarget at, Event event) {
        if (!(at.target().place() instanceof Place.Inet(String host, int port))) {
            throw new IllegalStateException("an instance has no port");
        }
        var request =
                HttpRequest.newBuilder(URI.create("http://" + host + ":" + port + "/"))
                        .timeout(at.upstream().spec().timeouts().firstByte())
                        .header(INVOKE, event.streams() ? "streaming" : "buffered")
                        .POST(BodyPublishers.ofByteArray(event.bytes()));
        if (!event.clientContext().isEmpty()) {
            request.header(CLIENT_CONTEXT, event.clientContext());
        }
        return request.build();
    }

    private static LiveTarget place(App app, Duration patience) throws InterruptedException {
        Upstream upstream = app.upstream();
        Places places = upstream.places().orElseThrow();
        var came = new CompletableFuture<Optional<LiveTarget>>();
        var waiter =
                new Places.Waiter() {
                    @Override
                    public void admitted(LiveTarget at) {
                        came.complete(Optional.of(at));
                    }

                    @Override
                    public void sentAway() {
                        came.complete(Optional.empty());
                    }
                };
        switch (places.enter(waiter)) {
            case Places.Admitted(LiveTarget at) -> {
                return at;
            }
            case Places.Other.QUEUED -> app.needed();
            case Places.Other.FULL ->
                    throw new Rejected(ErrorCode.AT_CAPACITY, "its queue is full");
            case Places.Other.CLOSED -> came.complete(Optional.empty());
        }
        return await(places, waiter, came, patience)
                .orElseThrow(() ->
                        new Rejected(ErrorCode.NOT_DEPLOYED, "no alias leads to this version now"));
    }

    private static Optional<LiveTarget> await(
            Places places,
            Places.Waiter waiter,
            CompletableFuture<Optional<LiveTarget>> came,
            Duration patience)
            throws InterruptedException {
        try {
            return came.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            if (places.leave(waiter)) {
                throw new Rejected(
                        ErrorCode.QUEUE_TIMEOUT, "no instance became free in " + patience);
            }
            // Somebody admitted it in this moment.
            return came.join();
        } catch (InterruptedException e) {
            if (!places.leave(waiter)) {
                came.join().ifPresent(LiveTarget::ended);
            }
            throw e;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
