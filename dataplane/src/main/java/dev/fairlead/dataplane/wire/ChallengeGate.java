package dev.fairlead.dataplane.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslClientHelloHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLEngine;

/// Reads who a handshake is for while an authority is expected. Its own handshake is answered here
/// and ends the connection: nothing is served by that protocol. Every other goes on, byte for byte.
@SuppressWarnings("FutureReturnValueIgnored")
final class ChallengeGate extends SslClientHelloHandler<Optional<SSLEngine>> {
    static final String PROTOCOL = "acme-tls/1";
    private static final int MOST_BYTES = 64 << 10;
    private static final int SECONDS = 10;

    private final TlsChallenges challenges;

    ChallengeGate(TlsChallenges challenges) {
        super(MOST_BYTES);
        this.challenges = challenges;
    }

    @Override
    protected Future<Optional<SSLEngine>> lookup(ChannelHandlerContext context, ByteBuf hello) {
        Optional<SSLEngine> engine =
                Optional.ofNullable(hello)
                        .flatMap(ClientHello::read)
                        .filter(one -> one.protocols().equals(List.of(PROTOCOL)))
                        .flatMap(one -> challenges.engine(one.host()));
        return context.executor().newSucceededFuture(engine);
    }

    @Override
    protected void onLookupComplete(
            ChannelHandlerContext context, Future<Optional<SSLEngine>> future) {
        Optional<SSLEngine> engine = future.isSuccess() ? future.getNow() : Optional.empty();
        if (engine.isPresent()) {
            var handshake = new SslHandler(engine.get());
            handshake.setHandshakeTimeout(SECONDS, TimeUnit.SECONDS);
            context.pipeline().addAfter(context.name(), null, new Ending());
            context.pipeline().addAfter(context.name(), null, handshake);
        }
        context.pipeline().remove(this);
    }

    /// Lets nothing past it, and ends the connection with the handshake.
    private static final class Ending extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ReferenceCountUtil.release(message);
            context.close();
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof SslHandshakeCompletionEvent) {
                context.close();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
