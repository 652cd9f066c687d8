package dev.fairlead.dataplane.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.HttpServerConnection;

/// Puts the strict decoder in the place of the usual one, which comes into a pipeline only with the
/// first bytes that are not HTTP/2: those are passed on one by one until it is there.
@SuppressWarnings("FutureReturnValueIgnored")
public final class Entry extends ChannelInboundHandlerAdapter {
    private static final String DECODER = "httpDecoder";
    private static final int TLS_RECORD = 0x16;
    private static final int PREFACE = 24;

    private final HttpServerOptions options;
    private final TlsChallenges challenges;
    private int passed;

    Entry(HttpServerOptions options, TlsChallenges challenges) {
        this.options = options;
        this.challenges = challenges;
    }

    /// For connections whose pipeline is whole before their first request, as with TLS.
    public static void guard(HttpConnection connection, HttpServerOptions options) {
        if (connection instanceof HttpServerConnection server) {
            replace(server.channelHandlerContext().pipeline(), options);
        }
    }

    private static boolean replace(ChannelPipeline pipeline, HttpServerOptions options) {
        if (pipeline.get(DECODER) == null) {
            return false;
        }
        if (!(pipeline.get(DECODER) instanceof StrictDecoder)) {
            pipeline.replace(DECODER, DECODER, new StrictDecoder(options));
            pipeline.addAfter(DECODER, Trailers.NAME, new Trailers());
        }
        return true;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!(message instanceof ByteBuf bytes)) {
            context.fireChannelRead(message);
            return;
        }
        boolean tls =
                passed == 0
                        && bytes.isReadable()
                        && bytes.getByte(bytes.readerIndex()) == TLS_RECORD;
        while (!tls && passed < PREFACE && bytes.isReadable()) {
            passed++;
            context.fireChannelRead(bytes.readRetainedSlice(1));
            if (context.isRemoved() || replace(context.pipeline(), options)) {
                passed = PREFACE;
            }
        }
        if (tls && challenges.any()) {
            context.pipeline().addAfter(context.name(), null, new ChallengeGate(challenges));
        }
        if (tls || passed == PREFACE) {
            if (!context.isRemoved()) {
                context.pipeline().remove(this);
            }
        }
        if (bytes.isReadable()) {
            context.fireChannelRead(bytes);
        } else {
            bytes.release();
        }
    }
}
