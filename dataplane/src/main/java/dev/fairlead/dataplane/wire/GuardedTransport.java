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
    public static Transport of(HttpServerOptions options, TlsChallenges challenges) {
        var guard = new Guard(options, challenges);
        return Epoll.isAvailable()
                ? new TransportInternal("epoll", true, null, new OnEpoll(guard))
                : new TransportInternal("nio", true, null, new OnNio(guard));
    }

    /// What every connection begins with.
    private record Guard(HttpServerOptions options, TlsChallenges challenges) {}

    private static <T extends ServerChannel> ChannelFactory<ServerChannel> guarded(
            ChannelFactory<T> usual, Guard guard) {
        return () -> {
            ServerChannel server = usual.newChannel();
            server.pipeline().addFirst(new Accepted(guard));
            return server;
        };
    }

    /// Stands before what makes connections of what was accepted.
    private static final class Accepted extends ChannelInboundHandlerAdapter {
        private final Guard guard;

        Accepted(Guard guard) {
            this.guard = guard;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof Channel connection) {
                connection.pipeline().addFirst(new Entry(guard.options(), guard.challenges()));
            }
            context.fireChannelRead(message);
        }
    }

    private static final class OnEpoll extends EpollTransport {
        private final Guard guard;

        OnEpoll(Guard guard) {
            this.guard = guard;
        }

        @Override
        public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean local) {
            return guarded(super.serverChannelFactory(local), guard);
        }
    }

    private static final class OnNio extends NioTransport {
        private final Guard guard;

        OnNio(Guard guard) {
            this.guard = guard;
        }

        @Override
        public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean local) {
            return guarded(super.serverChannelFactory(local), guard);
        }
    }
}
