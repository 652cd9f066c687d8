package dev.fairlead.dataplane.links;

import dev.fairlead.dataplane.upstream.LiveTarget;
import dev.fairlead.dataplane.versions.UpstreamSpec.Place;
import dev.fairlead.dataplane.versions.UpstreamSpec.Scheme;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http2.DefaultHttp2WindowUpdateFrame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2SettingsFrame;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;

import java.net.SocketAddress;

/// Makes connections to a target.
// What fails is heard of by the pipeline's last handler, not by each future.
@SuppressWarnings("FutureReturnValueIgnored")
final class Dialer {
    private static final int HEAD_BYTES = 64 << 10;
    private static final int CHUNK_BYTES = 64 << 10;
    private static final int STREAM_WINDOW = 256 << 10;
    private static final int CONNECTION_WINDOW = 4 << 20;
    private static final WriteBufferWaterMark WRITES =
            new WriteBufferWaterMark(32 << 10, 128 << 10);

    private final LiveTarget target;
    private final Loop loop;
    private final TargetPool pool;

    Dialer(LiveTarget target, Loop loop, TargetPool pool) {
        this.target = target;
        this.loop = loop;
        this.pool = pool;
    }

    /// What came of it; one of the three, once.
    interface Heard {
        void one(Link link);

        void two(TargetPool.Shared connection);

        void failed(Throwable why);
    }

    /// `two` allows HTTP/2, which without TLS is all that is spoken then.
    void dial(boolean two, Heard heard) {
        var spec = target.upstream().spec();
        if (target.target().scheme() != Scheme.HTTPS) {
            boolean speaksTwo = target.target().scheme() == Scheme.H2C;
            find(
                    heard,
                    address ->
                            connect(address, heard, channel -> ready(channel, speaksTwo, heard)));
            return;
        }
        loop.tls(spec.tls(), two)
                .onFailure(heard::failed)
                .onSuccess(context ->
                        find(
                                heard,
                                address ->
                                        connect(
                                                address,
                                                heard,
                                                channel -> secure(channel, context, heard))));
    }

    private interface Then<T> {
        void go(T what);
    }

    private void find(Heard heard, Then<SocketAddress> then) {
        loop.find(target.target().place(), target.upstream().ours())
                .onFailure(heard::failed)
                .onSuccess(then::go);
    }

    private void connect(SocketAddress address, Heard heard, Then<Channel> then) {
        var connecting =
                loop.bootstrap(
                                target.target().place(),
                                target.upstream().spec().timeouts().connect(),
                                new Nothing())
                        .connect(address);
        connecting.addListener(done -> {
            if (done.isSuccess()) {
                then.go(connecting.channel());
            } else {
                heard.failed(done.cause());
            }
        });
    }

    private void secure(Channel channel, SslContext context, Heard heard) {
        SslHandler tls = handler(channel, context);
        tls.setHandshakeTimeoutMillis(target.upstream().spec().timeouts().connect().toMillis());
        channel.pipeline().addLast("tls", tls);
        tls.handshakeFuture()
                .addListener((Future<Channel> done) -> {
                    if (done.isSuccess()) {
                        boolean two =
                                ApplicationProtocolNames.HTTP_2.equals(tls.applicationProtocol());
                        ready(channel, two, heard);
                    } else {
                        channel.close();
                        heard.failed(done.cause());
                    }
                });
    }

    private SslHandler handler(Channel channel, SslContext context) {
        var named = target.upstream().spec().tls().serverName();
        return switch (target.target().place()) {
            case Place.Inet(String host, int port) ->
                    context.newHandler(channel.alloc(), named.orElse(host), port);
            case Place.Unix _ ->
                    context.newHandler(channel.alloc(), named.orElse("localhost"), 443);
        };
    }

    private void ready(Channel channel, boolean two, Heard heard) {
        if (two) {
            heard.two(shared(channel));
        } else {
            var link = new Link(pool, channel, false);
            var config =
                    new HttpDecoderConfig()
                            .setMaxInitialLineLength(HEAD_BYTES)
                            .setMaxHeaderSize(HEAD_BYTES)
                            .setMaxChunkSize(CHUNK_BYTES);
            channel.pipeline()
                    .addLast("http", new HttpClientCodec(config, false, false))
                    .addLast("link", link);
            heard.one(link);
        }
    }

    private TargetPool.Shared shared(Channel channel) {
        var connection = new TargetPool.Shared(channel);
        var settings =
                Http2Settings.defaultSettings()
                        .pushEnabled(false)
                        .initialWindowSize(STREAM_WINDOW)
                        .maxHeaderListSize(HEAD_BYTES);
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.addLast(
                "frames", Http2FrameCodecBuilder.forClient().initialSettings(settings).build());
        pipeline.addLast("streams", new Http2MultiplexHandler(new Nothing()));
        pipeline.addLast("connection", new Connection(connection));
        channel.write(new DefaultHttp2WindowUpdateFrame(CONNECTION_WINDOW));
        return connection;
    }

    /// What a stream of `connection` passes through.
    ChannelInitializer<Channel> streams(TargetPool.Shared connection) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel stream) {
                stream.config().setOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WRITES);
                stream.closeFuture().addListener(_ -> pool.streamEnded(connection));
                stream.pipeline()
                        .addLast(new Http2StreamFrameToHttpObjectCodec(false))
                        .addLast(new Link(pool, stream, true));
            }
        };
    }

    /// Nothing is in a pipeline yet; a stream that the target opens has nobody to listen.
    @io.netty.channel.ChannelHandler.Sharable
    private static final class Nothing extends ChannelInitializer<Channel> {
        @Override
        protected void initChannel(Channel channel) {
            if (channel.parent() != null) {
                channel.close();
            }
        }
    }

    /// What a connection of HTTP/2 says of itself.
    private final class Connection extends ChannelInboundHandlerAdapter {
        private final TargetPool.Shared connection;

        Connection(TargetPool.Shared connection) {
            this.connection = connection;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object frame) {
            if (frame instanceof Http2SettingsFrame told) {
                Long most = told.settings().maxConcurrentStreams();
                if (most != null) {
                    connection.most(most);
                }
            } else if (frame instanceof Http2GoAwayFrame) {
                pool.gone(connection);
            }
            ReferenceCountUtil.release(frame);
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) throws Exception {
            pool.gone(connection);
            super.channelInactive(context);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
