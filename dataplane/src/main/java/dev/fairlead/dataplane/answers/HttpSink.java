package dev.fairlead.dataplane.answers;

import dev.fairlead.dataplane.calls.CallSink;
import dev.fairlead.dataplane.http.Problem;
import dev.fairlead.dataplane.http.ResponsePipe;
import dev.fairlead.dataplane.runtime.Header;
import dev.fairlead.dataplane.runtime.Outcome;
import dev.fairlead.model.ids.RequestId;

import io.netty.buffer.Unpooled;
import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.internal.buffer.BufferInternal;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// A call's answer on its way to a socket. An answer that came whole leaves in one piece; a second
/// `write`, or a moment without one, makes it a stream.
public final class HttpSink implements CallSink {
    /// Belongs to the connection, not to the guest (RFC 9110, section 7.6.1).
    private static final Set<String> OURS =
            Set.of(
                    "connection",
                    "transfer-encoding",
                    "content-length",
                    "keep-alive",
                    "upgrade",
                    "te");

    /// Of these there may be several.
    private static final Set<String> ADDED = Set.of("set-cookie", "cache-status");

    /// Of these all values are one.
    private static final Map<String, String> JOINED =
            Map.of("surrogate-key", " ", "cache-tag", ", ");

    private final HttpServerRequest request;
    private final Context context;
    private final RequestId id;
    private final String accept;
    private final boolean shared;
    private List<Header> also = List.of();
    private int status = 200;
    private List<Header> headers = List.of();
    private final HeldAnswers held;
    private final Object lock = new Object();
    private final AnswerSteps steps;
    private byte @Nullable [] first;
    private boolean finished;
    private @Nullable ResponsePipe pipe;
    private @Nullable Recoding recoding;
    private volatile boolean gone;

    /// `path` is the one by which the request was routed.
    public HttpSink(
            HttpServerRequest request,
            Context context,
            String path,
            RequestId id,
            HeldAnswers held,
            AnswerSteps steps) {
        this.held = held;
        this.steps = steps;
        this.request = request;
        this.context = context;
        this.id = id;
        this.shared = SharedOrigin.holds(path);
        String header = request.getHeader("accept");
        this.accept = header == null ? "" : header;
    }

    public RequestId id() {
        return id;
    }

    /// What every answer says besides; wins over what a guest says.
    public void also(List<Header> fields) {
        also = fields;
    }

    public void alsoMore(List<Header> fields) {
        if (also.isEmpty()) {
            also = fields;
            return;
        }
        var all = new ArrayList<Header>(also.size() + fields.size());
        all.addAll(also);
        all.addAll(fields);
        also = all;
    }

    /// The client went away; nothing can be written any more.
    public void gone() {
        gone = true;
        ResponsePipe streaming = pipe;
        if (streaming != null) {
            streaming.closed();
        }
    }

    @Override
    public void head(int code, List<Header> fields) {
        status = code;
        headers = fields;
    }

    @Override
    public void write(byte[] bytes) throws IOException, InterruptedException {
        if (gone) {
            throw new IOException("the client went away");
        }
        ResponsePipe streaming;
        synchronized (lock) {
            if (first == null) {
                first = bytes;
                held.add(this);
                return;
            }
            streaming = pipe == null ? stream(first) : pipe;
        }
        streaming.write(recoding == null ? bytes : recoding.next(bytes));
    }

    private ResponsePipe stream(byte[] begin) throws IOException, InterruptedException {
        var begun = new ResponsePipe(request.response(), context);
        pipe = begun;
        Recoding coder = recodingOf(this::told).orElse(null);
        recoding = coder;
        context.runOnContext(_ -> startStream());
        begun.write(coder == null ? begin : coder.next(begin));
        return begun;
    }

    private @Nullable String told(String name) {
        for (Header header : headers) {
            if (header.name().equals(name)) {
                return header.value();
            }
        }
        return null;
    }

    private Optional<Recoding> recodingOf(Function<String, @Nullable String> fields) {
        return steps.recoding(status, request.method().equals(HttpMethod.HEAD), fields);
    }

    /// The guest wrote once and takes its time: what it wrote is not kept from the client.
    void sendHeld() {
        boolean bodiless =
                status == 204 || status == 304 || request.method().equals(HttpMethod.HEAD);
        synchronized (lock) {
            if (first == null || pipe != null || finished || gone || bodiless) {
                return;
            }
            try {
                stream(first);
            } catch (IOException e) {
                gone = true;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void startStream() {
        HttpServerResponse response = putHead("");
        if (recoding != null) {
            recoding.dress(response.headers());
        }
        response.setChunked(true);
    }

    @Override
    public void done(Outcome outcome, String timing) {
        // Here, not on the event loop: a stream begins by itself before this is said, or never.
        synchronized (lock) {
            finished = true;
        }
        context.runOnContext(_ -> finish(outcome, timing));
    }

    private void finish(Outcome outcome, String timing) {
        HttpServerResponse response = request.response();
        if (gone || response.ended()) {
            return;
        }
        switch (outcome) {
            case Outcome.Answered _ -> {
                if (pipe == null) {
                    answered(timing, first == null ? new byte[0] : first);
                } else if (recoding != null) {
                    response.end(Buffer.buffer(recoding.last()));
                } else {
                    response.end();
                }
            }
            case Outcome.Failed failed -> {
                if (pipe == null) {
                    var problem = new Problem(failed.code(), failed.message(), id.toString());
                    send(problem, timing, Duration.ZERO);
                } else {
                    request.connection().close();
                }
            }
            case Outcome.Cancelled _ -> request.connection().close();
        }
    }

    private void answered(String timing, byte[] body) {
        HttpServerResponse response = putHead(timing);
        Optional<Recoding> coder =
                body.length < Recoding.LEAST_BYTES ? Optional.empty() : recodingOf(this::told);
        coder.ifPresent(one -> one.dress(response.headers()));
        whole(response, wrapped(coder.map(one -> one.all(body)).orElse(body)));
    }

    /// An answer of ours that is no error. On the event loop.
    public void answer(int code, List<Header> fields, byte[] body) {
        head(code, fields);
        answered("", body);
    }

    /// The same, of bytes that many answers share.
    public void answer(int code, List<Header> fields, Buffer body) {
        head(code, fields);
        if (steps.compresses()) {
            answered("", body.getBytes());
        } else {
            whole(putHead(""), body);
        }
    }

    private static Buffer wrapped(byte[] bytes) {
        return BufferInternal.buffer(Unpooled.wrappedBuffer(bytes));
    }

    @Override
    public void refused(Refusal refusal, String timing) {
        context.runOnContext(_ ->
                send(
                        new Problem(refusal.code(), refusal.detail(), id.toString()),
                        timing,
                        refusal.retryAfter()));
    }

    /// Answers with an error of ours. On the event loop.
    public void send(Problem problem, String timing, Duration retryAfter) {
        HttpServerResponse response = request.response();
        if (gone || response.ended() || response.headWritten()) {
            return;
        }
        response.setStatusCode(problem.code().status()).putHeader("x-request-id", id.toString());
        response.putHeader("cache-control", "no-store");
        also.forEach(header -> response.putHeader(header.name(), header.value()));
        if (!timing.isEmpty()) {
            response.putHeader("server-timing", timing);
        }
        if (retryAfter.isPositive()) {
            response.putHeader("retry-after", Long.toString(retryAfter.toSeconds()));
        }
        if (!request.isEnded() && request.version() != HttpVersion.HTTP_2) {
            response.putHeader("connection", "close");
        }
        boolean page = Problem.wantsPage(accept);
        steps.head(response.headers());
        response.putHeader("content-type", page ? Problem.HTML_TYPE : Problem.JSON_TYPE);
        whole(response, wrapped(page ? problem.page() : problem.json()));
    }

    private void whole(HttpServerResponse response, Buffer body) {
        int code = response.getStatusCode();
        boolean bodiless = code == 204 || code == 304 || request.method().equals(HttpMethod.HEAD);
        if (bodiless) {
            if (code != 204) {
                response.putHeader("content-length", Integer.toString(body.length()));
            }
            response.end();
        } else {
            response.end(body);
        }
    }

    private HttpServerResponse putHead(String timing) {
        HttpServerResponse response = request.response();
        response.setStatusCode(status);
        var fields = response.headers();
        for (Header header : headers) {
            if (!OURS.contains(header.name()) && !(shared && SharedOrigin.refuses(header))) {
                fields.add(header.name(), header.value());
            }
        }
        ours(fields, timing);
        return response;
    }

    /// Makes the head of an answer that came from elsewhere one of ours; says what is to be made of
    /// its body. On the event loop.
    public Optional<Recoding> dress(MultiMap fields, int code, String timing) {
        dress(fields, timing);
        status = code;
        Optional<Recoding> coder = recodingOf(fields::get);
        coder.ifPresent(one -> one.dress(fields));
        return coder;
    }

    /// The same for a body that leaves as it is.
    public void dress(MultiMap fields, String timing) {
        if (shared) {
            SharedOrigin.clean(fields);
        }
        ours(fields, timing);
    }

    private void ours(MultiMap fields, String timing) {
        String type = fields.get("content-type");
        if (shared && (type == null || SharedOrigin.document(type))) {
            fields.add(SharedOrigin.POLICY_HEADER, SharedOrigin.POLICY);
        }
        fields.set("x-request-id", id.toString());
        for (Header header : also) {
            String separator = JOINED.get(header.name());
            String before = separator == null ? null : fields.get(header.name());
            if (ADDED.contains(header.name())) {
                fields.add(header.name(), header.value());
            } else if (before != null) {
                fields.set(header.name(), before + separator + header.value());
            } else {
                fields.set(header.name(), header.value());
            }
        }
        if (!timing.isEmpty()) {
            fields.add("server-timing", timing);
        }
        steps.head(fields);
    }
}
