package dev.fairlead.container.lambda;

import dev.fairlead.container.lambda.events.HttpResult;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;

/// A response on its way to the data plane, whole or bit by bit. On the connection's event loop.
// A connection that breaks is heard of otherwise.
@SuppressWarnings("FutureReturnValueIgnored")
final class Written {
    private final Channel channel;
    private final Runnable ended;
    private boolean begun;
    private boolean over;

    /// `ended` is told once the response is complete.
    Written(Channel channel, Runnable ended) {
        this.channel = channel;
        this.ended = ended;
    }

    boolean begun() {
        return begun;
    }

    boolean gone() {
        return over || !channel.isActive();
    }

    /// False where a header is none.
    boolean whole(HttpResult result) {
        if (over) {
            return true;
        }
        var response =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1,
                        HttpResponseStatus.valueOf(result.status()),
                        Unpooled.wrappedBuffer(result.body()));
        if (!fields(response, result)) {
            return false;
        }
        response.headers().set("content-length", result.body().length);
        begun = true;
        over = true;
        channel.writeAndFlush(response);
        ended.run();
        return true;
    }

    private static boolean fields(HttpResponse response, HttpResult result) {
        try {
            for (var field : result.headers()) {
                response.headers().add(field.getKey(), field.getValue());
            }
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /// The head of a response that comes bit by bit; false where a header is none.
    boolean head(HttpResult result) {
        var response =
                new DefaultHttpResponse(
                        HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(result.status()));
        if (!fields(response, result)) {
            return false;
        }
        response.headers().set("transfer-encoding", "chunked");
        begun = true;
        channel.writeAndFlush(response);
        return true;
    }

    void piece(byte[] bytes) {
        if (!gone() && bytes.length > 0) {
            channel.writeAndFlush(new DefaultHttpContent(Unpooled.wrappedBuffer(bytes)));
        }
    }

    void end() {
        if (!over) {
            over = true;
            channel.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
            ended.run();
        }
    }

    /// What was sent is not all, and does not look so.
    void cut() {
        over = true;
        channel.close();
    }

    boolean writable() {
        return gone() || channel.isWritable();
    }
}
