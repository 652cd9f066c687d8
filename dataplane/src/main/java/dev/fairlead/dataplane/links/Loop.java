package dev.fairlead.dataplane.links;

import dev.fairlead.dataplane.versions.UpstreamSpec;
import dev.fairlead.dataplane.versions.UpstreamSpec.Place;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.handler.ssl.SslContext;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.Callable;

/// An event loop, as what connects on it sees it.
public final class Loop {
    private static final WriteBufferWaterMark WRITES =
            new WriteBufferWaterMark(32 << 10, 128 << 10);

    private final ContextInternal context;
    private final VertxInternal vertx;
    private final TlsContexts tls;
    private final Reach reach;

    public Loop(Context context, TlsContexts tls, Reach reach) {
        this.context = (ContextInternal) context;
        this.vertx = this.context.owner();
        this.tls = tls;
        this.reach = reach;
    }

    Bootstrap bootstrap(Place place, Duration patience, ChannelInitializer<?> pipeline) {
        boolean local = place instanceof Place.Unix;
        var bootstrap =
                new Bootstrap()
                        .group(context.nettyEventLoop())
                        .channelFactory(vertx.transport().channelFactory(local))
                        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) patience.toMillis())
                        .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WRITES)
                        .handler(pipeline);
        return local ? bootstrap : bootstrap.option(ChannelOption.TCP_NODELAY, true);
    }

    /// Where a target is, found without blocking; `ours` may be anywhere.
    Future<SocketAddress> find(Place place, boolean ours) {
        return switch (place) {
            case Place.Unix(String path) ->
                    ours || reach.toSocket(path)
                            ? context.succeededFuture(new DomainSocketAddress(path))
                            : context.failedFuture(new OutOfReach(path));
            case Place.Inet(String host, int port) ->
                    vertx.nameResolver()
                            .resolve(host)
                            .compose(address ->
                                    ours || reach.to(address)
                                            ? context.succeededFuture(
                                                    new InetSocketAddress(address, port))
                                            : context.failedFuture(
                                                    new OutOfReach(address.getHostAddress())));
        };
    }

    /// Made where blocking is allowed: certificates are read.
    Future<SslContext> tls(UpstreamSpec.Tls settings, boolean two) {
        Callable<SslContext> make = () -> tls.context(settings, two);
        return tls.known(settings, two)
                .map(known -> context.succeededFuture(known))
                .orElseGet(() -> context.executeBlocking(make, false));
    }

    boolean isHere() {
        return context.nettyEventLoop().inEventLoop();
    }

    void later(Duration delay, Runnable task) {
        vertx.setTimer(Math.max(1, delay.toMillis()), _ -> task.run());
    }
}
