package dev.fairlead.dataplane.wire;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.timeout.IdleStateHandler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpServerConnection;

/// A connection that becomes a socket. It may rest as long as whoever serves the socket lets it,
/// and not only as long as one that waits for its next request.
public final class Upgraded {
    private Upgraded() {}

    /// On its event loop.
    public static void mayRest(HttpConnection connection) {
        if (connection instanceof HttpServerConnection server) {
            ChannelPipeline pipeline = server.channelHandlerContext().pipeline();
            if (pipeline.get(IdleStateHandler.class) != null) {
                pipeline.remove(IdleStateHandler.class);
            }
        }
    }
}
