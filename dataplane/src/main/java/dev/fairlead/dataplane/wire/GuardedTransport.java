package dev.fairlead.dataplane.wire;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.impl.transports.EpollTransport;
import io.vertx.core.impl.transports.NioTransport;
import io.vertx.core.impl.transports.TransportInternal;
import io.vertx.core.transport.Transport;

/// The sockets of the platform, where each connection that is accepted begins with an `Entry`.
public final class GuardedTransport {
    private GuardedTransport() {}

    /// Native where it can be.
    public static Transport of(HttpServerOptions options) {
        return Epoll.isAvailable()
                ? new TransportInternal("epoll", true, null, new OnEpoll(options))
                : new TransportInternal("nio", true, null, new OnNio(options));
    }

    private static <T extends ServerChannel> ChannelFactory<ServerChannel> guarded(
            ChannelFactory<T> usual, HttpServerOptions options) {
        return () -> {
            ServerChannel server = usual.newChannel();
            server.pipeline().addFirst(new Accepted(options));
            return server;
        };
    }

    /// Stands before what makes connections of what was accepted.
    private static final class Accepted extends ChannelInboundHandlerAdapter {
        private final HttpServerOptions options;

        Accepted(HttpServerOptions options) {
            this.options = options;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof Channel connection) {
                connection.pipeline().addFirst(new Entry(options));
            }
            context.fireChannelRead(message);
        }
    }

    private static final class OnEpoll extends EpollTransport {
        private final HttpServerOptions options;

        OnEpoll(HttpServerOptions options) {
            this.options = options;
        }

        @Override
        public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean local) {
            return guarded(super.serverChannelFactory(local), options);
        }
    }

    private static final class OnNio extends NioTransport {
        private final HttpServerOptions options;

        OnNio(HttpServerOptions options) {
            this.options = options;
        }

        @Override
        public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean local) {
            return guarded(super.serverChannelFactory(local), options);
        }
    }
}
