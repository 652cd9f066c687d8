package dev.fairlead.dataplane.proxy;

import dev.fairlead.dataplane.answers.AnswerTap;
import dev.fairlead.dataplane.answers.AnswerTap.Take;
import dev.fairlead.dataplane.answers.Recoding;
import dev.fairlead.dataplane.links.Link;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.internal.buffer.BufferInternal;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/// An answer on its way to the client, as fast as the client takes it. What comes whole leaves in
/// one piece; what comes bit by bit leaves at once.
final class AnswerWriter {
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private @Nullable Link from;
    private @Nullable ByteBuf kept;
    private boolean begun;
    private boolean headSent;
    private boolean bodiless;
    private boolean waits;
    private int status;
    private long sent;
    private @Nullable Recoding recoding;
    private final @Nullable AnswerTap tap;
    private Take take = Take.CLIENT;

    AnswerWriter(HttpServerRequest request, Optional<AnswerTap> tap) {
        this.request = request;
        this.tap = tap.orElse(null);
        this.response = request.response();
    }

    /// Whether a byte of it came.
    boolean begun() {
        return begun;
    }

    boolean headSent() {
        return headSent;
    }

    int status() {
        return status;
    }

    long sent() {
        return sent;
    }

    void informational(HttpResponse head, boolean bodyComes) {
        begun = true;
        if (response.ended()) {
            return;
        }
        int code = head.status().code();
        if (code == 100 && bodyComes && request.version() != HttpVersion.HTTP_1_0) {
            response.writeContinue();
        } else if (code == 103 && request.version() != HttpVersion.HTTP_1_0) {
            MultiMap hints = MultiMap.caseInsensitiveMultiMap();
            ForwardedHead.answer(head.headers(), hints, false);
            response.writeEarlyHints(hints);
        }
    }

    /// Whether the client gets it.
    boolean head(HttpResponse head, Link link) {
        begun = true;
        from = link;
        status = head.status().code();
        if (tap != null) {
            MultiMap told = MultiMap.caseInsensitiveMultiMap();
            ForwardedHead.answer(head.headers(), told, false);
            take = tap.head(status, told);
            if (take == Take.TAP) {
                return false;
            }
        }
        response.setStatusCode(status);
        MultiMap fields = response.headers();
        ForwardedHead.answer(head.headers(), fields, status == 101);
        headSent = status == 101;
        return true;
    }

    /// The head is as it is to be. `unread` says that the request has not come whole, and its
    /// connection ends with the answer.
    void framed(Optional<Recoding> coder, boolean unread) {
        recoding = coder.orElse(null);
        MultiMap fields = response.headers();
        boolean none = status == 204;
        bodiless = none || status == 304 || request.method().equals(HttpMethod.HEAD);
        boolean two = request.version() == HttpVersion.HTTP_2;
        if (none) {
            response.headersEndHandler(_ -> fields.remove("content-length"));
        } else if (!bodiless && !two && !fields.contains("content-length")) {
            if (request.version() == HttpVersion.HTTP_1_1) {
                response.setChunked(true);
            } else {
                fields.set("connection", "close");
                response.bodyEndHandler(_ -> Later.run(1, request.connection()::close));
            }
        }
        if (unread && !two) {
            fields.set("connection", "close");
        }
    }

    void content(ByteBuf bytes) {
        if (tap != null && take != Take.CLIENT) {
            tap.content(ByteBufUtil.getBytes(bytes));
        }
        if (bodiless || take == Take.TAP) {
            bytes.release();
            return;
        }
        if (recoding == null) {
            keep(bytes);
            return;
        }
        byte[] plain = ByteBufUtil.getBytes(bytes);
        bytes.release();
        keep(Unpooled.wrappedBuffer(recoding.next(plain)));
    }

    private void keep(ByteBuf bytes) {
        sent += bytes.readableBytes();
        flushKept();
        kept = bytes;
    }

    /// Nothing more is there for now.
    void caughtUp() {
        if (kept != null) {
            flushKept();
        } else if (!headSent && take != Take.TAP) {
            headSent = true;
            response.writeHead();
        }
    }

    private void flushKept() {
        ByteBuf bytes = kept;
        kept = null;
        if (bytes == null) {
            return;
        }
        headSent = true;
        response.write(buffer(bytes)).onComplete(_ -> bytes.release());
        if (response.writeQueueFull() && !waits && from != null) {
            waits = true;
            from.read(false);
            response.drainHandler(_ -> {
                waits = false;
                if (from != null) {
                    from.read(true);
                }
            });
        }
    }

    void end(HttpHeaders trailers) {
        from = null;
        if (tap != null) {
            // Trailers are not kept, nor what would be without them.
            tap.end(trailers.isEmpty());
        }
        if (take == Take.TAP) {
            return;
        }
        if (recoding != null) {
            keep(Unpooled.wrappedBuffer(recoding.last()));
        }
        if (!trailers.isEmpty()) {
            if (kept != null) {
                flushKept();
            }
            ForwardedHead.answer(trailers, response.trailers(), false);
        }
        headSent = true;
        ByteBuf bytes = kept;
        kept = null;
        if (bytes == null) {
            response.end();
        } else {
            response.end(buffer(bytes)).onComplete(_ -> bytes.release());
        }
    }

    private static Buffer buffer(ByteBuf bytes) {
        return BufferInternal.buffer(bytes);
    }

    /// What the client has is not all, and it must not look so.
    void cut() {
        drop();
        if (take != Take.TAP) {
            response.reset(2);
        }
    }

    /// It will not be finished.
    void drop() {
        from = null;
        if (tap != null) {
            tap.end(false);
        }
        if (recoding != null) {
            recoding.close();
        }
        ByteBuf bytes = kept;
        kept = null;
        if (bytes != null) {
            bytes.release();
        }
    }
}
