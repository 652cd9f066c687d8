package dev.fairlead.dataplane.wire;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpServerConnection;

/// Tells a connection that rests between two requests from one on which a request waits for its
/// answer: a function that works, or a stream of events in which nothing happens, is not idle. So
/// long as nobody else looks, such a one is closed after `MOST` times the time to rest.
@SuppressWarnings("FutureReturnValueIgnored")
public final class Resting extends ChannelDuplexHandler {
    private static final int MOST = 16;
    private static final String NAME = "resting";

    private int underWay;
    private int silent;

    private Resting() {}

    /// Before the first request of a connection is read.
    public static void watch(HttpConnection connection) {
        if (connection instanceof HttpServerConnection server) {
            ChannelHandlerContext context = server.channelHandlerContext();
            ChannelPipeline pipeline = context.pipeline();
            if (pipeline.get(IdleStateHandler.class) != null && pipeline.get(NAME) == null) {
                pipeline.addBefore(context.name(), NAME, new Resting());
            }
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        silent = 0;
        if (message instanceof HttpRequest) {
            underWay++;
        }
        context.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        silent = 0;
        if (message instanceof LastHttpContent && !interim(message)) {
            underWay--;
        }
        context.write(message, promise);
    }

    private static boolean interim(Object message) {
        return message instanceof HttpResponse response
                && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof IdleStateEvent && busy(context.pipeline()) && ++silent < MOST) {
            return;
        }
        context.fireUserEventTriggered(event);
    }

    private boolean busy(ChannelPipeline pipeline) {
        Http2ConnectionHandler two = pipeline.get(Http2ConnectionHandler.class);
        return two == null ? underWay > 0 : two.connection().numActiveStreams() > 0;
    }
}
