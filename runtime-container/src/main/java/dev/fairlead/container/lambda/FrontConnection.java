package dev.fairlead.container.lambda;

import dev.fairlead.container.lambda.events.HttpEvent;
import dev.fairlead.model.errors.ErrorCode;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

/// A connection of the data plane to one instance: requests become events, one after the other.
// What fails is heard of by `channelInactive`, not by each future.
@SuppressWarnings("FutureReturnValueIgnored")
final class FrontConnection extends SimpleChannelInboundHandler<HttpObject> {
    /// Says that the body is an event already, and how it is answered: `buffered` or `streaming`.
    /// The gateway lets nobody send it.
    static final String INVOKE = "x-fairlead-invoke";

    /// On the answer to one that was invoked: it failed.
    static final String ERROR = "x-fairlead-function-error";

    private static final Logger LOG = LoggerFactory.getLogger(FrontConnection.class);
    private static final String CLIENT_CONTEXT = "x-fairlead-client-context";
    private static final String REQUEST_ID = "x-request-id";
    private static final String TRACE = "x-amzn-trace-id";

    private final Channel channel;
    private final Desk desk;
    private final int mostBytes;
    private @Nullable HttpRequest request;
    private @Nullable Invocation under;
    private boolean busy;
    private boolean tooLarge;
    private ByteArrayOutputStream body = new ByteArrayOutputStream();

    FrontConnection(Channel channel, Desk desk, int mostBytes) {
        this.channel = channel;
        this.desk = desk;
        this.mostBytes = mostBytes;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject part) {
        if (part.decoderResult().isFailure() || (part instanceof HttpRequest && busy)) {
            context.close();
            return;
        }
        if (part instanceof HttpRequest head) {
            begin(head);
        }
        if (part instanceof HttpContent content) {
            content(content.content());
            if (content instanceof LastHttpContent) {
                end();
            }
        }
    }

    private void begin(HttpRequest head) {
        request = head;
        busy = true;
        body = new ByteArrayOutputStream();
        tooLarge = HttpUtil.getContentLength(head, 0L) > mostBytes;
        if (tooLarge) {
            refuse(head);
        } else if (HttpUtil.is100ContinueExpected(head)) {
            channel.writeAndFlush(
                    new DefaultFullHttpResponse(
                            HttpVersion.HTTP_1_1,
                            HttpResponseStatus.CONTINUE,
                            Unpooled.EMPTY_BUFFER));
        }
    }

    private void content(ByteBuf bytes) {
        if (tooLarge || request == null) {
            return;
        }
        if (body.size() + bytes.readableBytes() > mostBytes) {
            tooLarge = true;
            refuse(request);
        } else {
            body.writeBytes(ByteBufUtil.getBytes(bytes));
        }
    }

    /// The rest of the body is read and forgotten.
    private void refuse(HttpRequest head) {
        new Written(channel, () -> {})
                .whole(
                        HttpReply.problem(
                                ErrorCode.BODY_TOO_LARGE,
                                "an event may have at most " + mostBytes + " bytes",
                                id(head)));
    }

    private static String id(HttpRequest head) {
        return head.headers().get(REQUEST_ID, "");
    }

    private void end() {
        HttpRequest head = request;
        request = null;
        if (tooLarge || head == null) {
            busy = false;
            return;
        }
        var response = new Written(channel, this::answered);
        String invoke = head.headers().get(INVOKE, "");
        String id = UUID.randomUUID().toString();
        Reply reply =
                invoke.isEmpty()
                        ? new HttpReply(response, id(head))
                        : new InvokeReply(response, invoke.equals("streaming"));
        byte[] event = invoke.isEmpty() ? event(head, id) : body.toByteArray();
        String context = invoke.isEmpty() ? "" : head.headers().get(CLIENT_CONTEXT, "");
        body = new ByteArrayOutputStream();
        var invocation = new Invocation(id, event, trace(head, id), context, reply);
        under = invocation;
        desk.offer(invocation);
    }

    private byte[] event(HttpRequest head, String id) {
        String known = id(head);
        return new HttpEvent(
                        head.method().name(),
                        head.uri(),
                        head.headers().entries(),
                        known.isEmpty() ? id : known,
                        Instant.now())
                .json(body.toByteArray());
    }

    private static String trace(HttpRequest head, String id) {
        String told = head.headers().get(TRACE, "");
        if (!told.isEmpty()) {
            return told;
        }
        String hex = id.replace("-", "");
        String time = String.format(Locale.ROOT, "%08x", System.currentTimeMillis() / 1000);
        return "Root=1-" + time + "-" + hex.substring(0, 24) + ";Sampled=0";
    }

    private void answered() {
        busy = false;
        under = null;
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (channel.isWritable() && under != null) {
            under.drained();
        }
    }

    /// The function goes on, as it may have begun to change something.
    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (under != null) {
            under.drained();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debug("a connection to an instance's door broke", cause);
        context.close();
    }
}
