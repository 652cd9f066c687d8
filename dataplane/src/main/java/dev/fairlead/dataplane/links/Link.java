package dev.fairlead.dataplane.links;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/// A connection to a target, or one stream of one, that carries one request after the other. On its
/// event loop.
// What fails is heard of by the pipeline's last handler, not by each future.
@SuppressWarnings("FutureReturnValueIgnored")
public final class Link extends ChannelInboundHandlerAdapter {
    private final TargetPool pool;
    private final Channel channel;
    private final boolean stream;
    private @Nullable Answers answers;
    private boolean used;
    private boolean informational;
    private boolean socket;
    private boolean requestEnded;
    private boolean answerEnded;
    private boolean keepAlive;
    private long rested;

    Link(TargetPool pool, Channel channel, boolean stream) {
        this.pool = pool;
        this.channel = channel;
        this.stream = stream;
    }

    Channel channel() {
        return channel;
    }

    /// Whether it had carried a request before this one: then the target may have closed it since.
    public boolean reused() {
        return used;
    }

    void rests() {
        rested = System.nanoTime();
    }

    long restedFor(long now) {
        return now - rested;
    }

    public boolean isStream() {
        return stream;
    }

    public void carry(Answers whom) {
        answers = whom;
        informational = false;
        requestEnded = false;
        answerEnded = false;
        keepAlive = false;
    }

    /// Part of a request; the last one ends it.
    public void send(HttpObject part) {
        requestEnded = part instanceof LastHttpContent;
        channel.writeAndFlush(part, stream ? channel.newPromise() : channel.voidPromise());
    }

    /// From now on it carries the bytes of a socket.
    public void becomeSocket() {
        socket = true;
        HttpClientCodec codec = channel.pipeline().get(HttpClientCodec.class);
        if (codec != null) {
            codec.prepareUpgradeFrom(channel.pipeline().context(codec));
        }
    }

    public void sendBytes(ByteBuf bytes) {
        channel.writeAndFlush(bytes, channel.voidPromise());
    }

    public boolean writable() {
        return channel.isWritable();
    }

    public void read(boolean more) {
        channel.config().setAutoRead(more);
    }

    /// Nobody listens any more: it can carry the next request, or is closed.
    public void letGo() {
        answers = null;
        if (requestEnded && answerEnded && keepAlive && !stream && channel.isActive()) {
            used = true;
            if (!channel.config().isAutoRead()) {
                channel.config().setAutoRead(true);
            }
            pool.giveBack(this);
        } else {
            channel.close();
        }
    }

    public void close() {
        answers = null;
        channel.close();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        Answers told = answers;
        if (told == null) {
            // A target that talks without being asked cannot be trusted to answer in turn.
            ReferenceCountUtil.release(message);
            context.close();
            return;
        }
        if (socket) {
            bytes(told, message);
            return;
        }
        if (message instanceof HttpObject part && part.decoderResult().isFailure()) {
            ReferenceCountUtil.release(message);
            broken(part.decoderResult().cause());
            context.close();
            return;
        }
        if (message instanceof HttpResponse head) {
            int status = head.status().code();
            if (status < 100 || status > 599) {
                // RFC 9110, section 15: it means nothing.
                ReferenceCountUtil.release(message);
                broken(new IOException("its status is " + status));
                context.close();
                return;
            }
            head(told, head);
        }
        if (message instanceof HttpContent content) {
            content(told, content);
        }
    }

    private void bytes(Answers told, Object message) {
        if (message instanceof ByteBuf raw) {
            told.content(raw);
        } else if (message instanceof HttpContent content && content.content().isReadable()) {
            told.content(content.content());
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    private void head(Answers told, HttpResponse head) {
        int status = head.status().code();
        informational = status < 200 && status != 101;
        if (informational) {
            told.informational(head);
        } else {
            keepAlive = HttpUtil.isKeepAlive(head);
            told.head(head);
        }
    }

    private void content(Answers told, HttpContent content) {
        ByteBuf bytes = content.content();
        if (bytes.isReadable() && !informational) {
            told.content(bytes);
        } else {
            content.release();
        }
        if (content instanceof LastHttpContent last) {
            if (informational || socket) {
                informational = false;
                return;
            }
            answerEnded = true;
            told.ended(last.trailingHeaders());
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (answers != null) {
            answers.caughtUp();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (answers != null) {
            answers.writable(channel.isWritable());
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
        if (event instanceof io.netty.handler.codec.http2.Http2ResetFrame) {
            broken(new IOException("the stream was reset"));
        }
        super.userEventTriggered(context, event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        pool.gone(this);
        broken(new IOException("the connection was closed"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        broken(cause);
        context.close();
    }

    private void broken(Throwable why) {
        Answers told = answers;
        answers = null;
        keepAlive = false;
        if (told != null) {
            told.broken(why);
        }
    }
}
