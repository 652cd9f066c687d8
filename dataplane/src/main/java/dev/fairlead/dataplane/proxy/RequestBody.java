package dev.fairlead.dataplane.proxy;

import dev.fairlead.dataplane.links.Link;
import dev.fairlead.dataplane.wire.Trailers;

import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.internal.buffer.BufferInternal;

/// A request's body on its way to a target, as fast as the target takes it.
final class RequestBody {
    private static final long LINGER_MILLIS = 2000;

    private final HttpServerRequest request;
    private final Forwarding what;
    private final Link link;
    private final Runnable moved;
    private final Runnable tooLarge;
    private long count;
    private boolean ended;
    private boolean held;
    private boolean waits;

    RequestBody(Forwarding what, Link link, Runnable moved, Runnable tooLarge) {
        this.request = what.request();
        this.what = what;
        this.link = link;
        this.moved = moved;
        this.tooLarge = tooLarge;
    }

    /// The request has to be paused before.
    void begin() {
        if (request.isEnded()) {
            end();
            return;
        }
        request.handler(this::some);
        request.endHandler(_ -> end());
        goOn();
    }

    private void some(Buffer bytes) {
        if (held) {
            return;
        }
        count += bytes.length();
        if (count > what.mostBytes()) {
            held = true;
            tooLarge.run();
            return;
        }
        moved.run();
        link.send(new DefaultHttpContent(((BufferInternal) bytes).getByteBuf()));
        if (!link.writable()) {
            waits = true;
            request.pause();
        }
    }

    private void end() {
        if (held) {
            return;
        }
        ended = true;
        moved.run();
        var trailers = Trailers.of(request);
        if (trailers.isEmpty()) {
            link.send(LastHttpContent.EMPTY_LAST_CONTENT);
        } else {
            var last = new DefaultLastHttpContent();
            trailers.forEach(field -> last.trailingHeaders().add(field.name(), field.value()));
            link.send(last);
        }
    }

    /// The target takes more.
    void goOn() {
        waits = false;
        if (!held) {
            request.resume();
        }
    }

    /// The target is gone: the rest waits for another.
    void hold() {
        if (!ended) {
            request.pause();
        }
    }

    boolean ended() {
        return ended;
    }

    long count() {
        return count;
    }

    /// Whether the target would take more than the client sends.
    boolean waitsForClient() {
        return !waits;
    }

    /// The answer is given: what still comes is of no use. A client that sends on for a while gets
    /// to read the answer before the connection ends.
    void abandon() {
        if (ended) {
            return;
        }
        held = true;
        if (request.version() == HttpVersion.HTTP_2) {
            request.handler(_ -> {});
            request.resume();
            return;
        }
        var connection = request.connection();
        request.handler(_ -> {});
        request.endHandler(_ -> connection.close());
        request.resume();
        Later.run(LINGER_MILLIS, connection::close);
    }
}
