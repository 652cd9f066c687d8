package dev.fairlead.dataplane.http;

import dev.fairlead.dataplane.clients.Client;
import dev.fairlead.dataplane.runtime.Header;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.RequestId;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/// A `BlockingExchange` on a Vert.x request. Everything that touches the request is read when it is
/// made, on the event loop.
final class VertxExchange implements BlockingExchange {
    private static final long SILENCE_MILLIS = 30_000;

    private final HttpServerRequest request;
    private final Context context;
    private final RequestId id;
    private final RequestPipe pipe;
    private final ResponsePipe out;
    private final Client client;
    private final AtomicBoolean answered = new AtomicBoolean();
    private volatile boolean gone;

    VertxExchange(
            HttpServerRequest request,
            Context context,
            Client client,
            RequestId id,
            long mostBytes) {
        this.request = request;
        this.context = context;
        this.id = id;
        String expect = request.getHeader("expect");
        if (expect != null && expect.equalsIgnoreCase("100-continue")) {
            request.response().writeContinue();
        }
        this.pipe = new RequestPipe(request, context, -1, mostBytes, SILENCE_MILLIS);
        this.out = new ResponsePipe(request.response(), context);
        this.client = client;
        request.response()
                .closeHandler(_ -> {
                    gone = true;
                    out.closed();
                })
                .exceptionHandler(_ -> gone = true);
    }

    boolean answered() {
        return answered.get();
    }

    @Override
    public RequestId id() {
        return id;
    }

    @Override
    public String method() {
        return request.method().name();
    }

    @Override
    public String path() {
        String path = request.path();
        return path == null ? "" : path;
    }

    @Override
    public String query() {
        String query = request.query();
        return query == null ? "" : query;
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.ofNullable(request.getHeader(name));
    }

    @Override
    public String remoteAddress() {
        return client.address();
    }

    @Override
    public boolean secure() {
        return client.secure();
    }

    @Override
    public InputStream body(long mostBytes) {
        return new Body(pipe, mostBytes);
    }

    @Override
    public void answer(int status, List<Header> headers, byte[] body) {
        if (!answered.compareAndSet(false, true)) {
            throw new IllegalStateException("answered twice");
        }
        context.runOnContext(_ -> {
            HttpServerResponse response = head(status, headers);
            if (!gone) {
                if (!pipe.ended()) {
                    closeAfter(response);
                }
                response.end(Buffer.buffer(body));
            }
        });
    }

    /// The rest of a body that nobody reads would be taken for the next request: the connection
    /// ends.
    private void closeAfter(HttpServerResponse response) {
        if (request.version() != HttpVersion.HTTP_2) {
            response.putHeader("connection", "close");
        }
    }

    @Override
    public Stream stream(int status, List<Header> headers) {
        if (!answered.compareAndSet(false, true)) {
            throw new IllegalStateException("answered twice");
        }
        context.runOnContext(_ -> {
            HttpServerResponse response = head(status, headers);
            if (!gone) {
                response.setChunked(true).writeHead();
            }
        });
        return new Stream() {
            @Override
            public void write(byte[] bytes) throws IOException, InterruptedException {
                if (gone) {
                    throw new IOException("the client went away");
                }
                out.write(bytes);
            }

            @Override
            public boolean closed() {
                return gone;
            }

            @Override
            public void close() {
                context.runOnContext(_ -> {
                    if (!gone) {
                        request.response().end();
                    }
                });
            }
        };
    }

    private HttpServerResponse head(int status, List<Header> headers) {
        HttpServerResponse response = request.response();
        response.setStatusCode(status).putHeader("x-request-id", id.toString());
        headers.forEach(header -> response.headers().add(header.name(), header.value()));
        return response;
    }

    private static final class Body extends InputStream {
        private final RequestPipe pipe;
        private long left;

        Body(RequestPipe pipe, long mostBytes) {
            this.pipe = pipe;
            this.left = mostBytes;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte @Nullable [] into, int offset, int length) throws IOException {
            if (into == null) {
                throw new IllegalArgumentException("nowhere to read into");
            }
            try {
                int count = pipe.read(into, offset, length);
                left -= Math.max(0, count);
                if (left < 0) {
                    throw new Rejected(
                            ErrorCode.BODY_TOO_LARGE, "the body is larger than this route takes");
                }
                return count;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while reading a body");
            }
        }
    }
}
