package dev.fairlead.container.lambda;

import dev.fairlead.container.lambda.events.Fault;
import dev.fairlead.model.errors.ErrorCode;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tools.jackson.databind.json.JsonMapper;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// A connection of an instance's runtime, by which it asks for events and answers them: AWS's
/// Runtime API, version 2018-06-01.
// What fails is heard of by `channelInactive`, not by each future.
@SuppressWarnings("FutureReturnValueIgnored")
final class RuntimeConnection extends SimpleChannelInboundHandler<HttpObject> {
    private static final Logger LOG = LoggerFactory.getLogger(RuntimeConnection.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String ROOT = "/2018-06-01/runtime/";
    private static final String INVOCATION = ROOT + "invocation/";
    private static final String ERROR_TYPE = "Lambda-Runtime-Function-Error-Type";
    private static final String ERROR_BODY = "Lambda-Runtime-Function-Error-Body";
    private static final int LONGEST_SHOWN = 300;

    private enum What {
        NEXT,
        ANSWER,
        STREAM,
        ERROR,
        INIT_ERROR,
        REFUSED
    }

    private final Channel channel;
    private final Desk desk;
    private final Sizes sizes;
    private final String arn;
    private What what = What.REFUSED;
    private @Nullable Invocation invocation;
    private HttpResponseStatus refusal = HttpResponseStatus.NOT_FOUND;
    private String refusalType = "";
    private String type = "";
    private boolean keep = true;
    private boolean tooLarge;
    private long streamed;
    private ByteArrayOutputStream body = new ByteArrayOutputStream();

    /// What an answer may have, whole and streamed.
    record Sizes(int whole, long streamed) {}

    RuntimeConnection(Channel channel, Desk desk, Sizes sizes, String arn) {
        this.channel = channel;
        this.desk = desk;
        this.sizes = sizes;
        this.arn = arn;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject part) {
        if (part.decoderResult().isFailure()) {
            keep = false;
            broken("what it sent is no HTTP");
            refuse(HttpResponseStatus.BAD_REQUEST, "InvalidRequest", "this is no valid request");
            return;
        }
        if (part instanceof HttpRequest head) {
            head(head);
        }
        if (part instanceof HttpContent content) {
            content(content.content());
            if (content instanceof LastHttpContent last) {
                end(last.trailingHeaders());
            }
        }
    }

    private void head(HttpRequest head) {
        keep = HttpUtil.isKeepAlive(head);
        tooLarge = false;
        streamed = 0;
        body = new ByteArrayOutputStream();
        invocation = null;
        what = of(head);
        type = head.headers().get("content-type", "application/octet-stream");
        if (what == What.STREAM && invocation != null) {
            invocation.reply.begins(type);
            invocation.onDrained(() -> channel.config().setAutoRead(true));
        }
        if (what == What.ERROR || what == What.INIT_ERROR) {
            type = head.headers().get(ERROR_TYPE, "");
        }
        if (HttpUtil.is100ContinueExpected(head)) {
            channel.writeAndFlush(
                    new DefaultFullHttpResponse(
                            HttpVersion.HTTP_1_1,
                            HttpResponseStatus.CONTINUE,
                            Unpooled.EMPTY_BUFFER));
        }
    }

    private What of(HttpRequest head) {
        String path = head.uri().split("\\?", 2)[0];
        boolean posts = head.method().equals(HttpMethod.POST);
        if (path.equals(INVOCATION + "next")) {
            return head.method().equals(HttpMethod.GET) ? What.NEXT : not(405, "MethodNotAllowed");
        }
        if (path.equals(ROOT + "init/error")) {
            return posts ? What.INIT_ERROR : not(405, "MethodNotAllowed");
        }
        String[] last =
                path.startsWith(INVOCATION)
                        ? path.substring(INVOCATION.length()).split("/", -1)
                        : new String[0];
        if (last.length != 2 || !(last[1].equals("response") || last[1].equals("error"))) {
            return not(404, "NotFound");
        }
        if (!posts) {
            return not(405, "MethodNotAllowed");
        }
        Optional<Invocation> running = desk.running(last[0]);
        if (running.isEmpty()) {
            return not(400, "InvalidRequestID");
        }
        invocation = running.get();
        if (last[1].equals("error")) {
            return What.ERROR;
        }
        String mode = head.headers().get("Lambda-Runtime-Function-Response-Mode", "");
        return mode.equalsIgnoreCase("streaming") ? What.STREAM : What.ANSWER;
    }

    private What not(int status, String type) {
        refusal = HttpResponseStatus.valueOf(status);
        refusalType = type;
        return What.REFUSED;
    }

    private void content(ByteBuf bytes) {
        int count = bytes.readableBytes();
        if (what == What.STREAM && invocation != null) {
            stream(invocation, bytes, count);
        } else if (body.size() + count > sizes.whole()) {
            tooLarge = true;
        } else if (what != What.REFUSED && what != What.NEXT) {
            body.writeBytes(ByteBufUtil.getBytes(bytes));
        }
    }

    private void stream(Invocation to, ByteBuf bytes, int count) {
        streamed += count;
        if (tooLarge || count == 0 || desk.running(to.id).isEmpty()) {
            return;
        }
        if (streamed > sizes.streamed()) {
            tooLarge = true;
            to.reply.failed(tooLarge("its stream", sizes.streamed()));
            return;
        }
        to.reply.content(ByteBufUtil.getBytes(bytes));
        if (!to.reply.writable()) {
            channel.config().setAutoRead(false);
        }
    }

    private static Fault tooLarge(String what, long most) {
        return Fault.of(
                ErrorCode.GUEST_OUTPUT_TOO_LARGE,
                "Function.ResponseSizeTooLarge",
                what + " has more than " + most + " bytes");
    }

    private void end(HttpHeaders trailers) {
        Invocation about = invocation;
        invocation = null;
        if (about != null && desk.running(about.id).isEmpty()) {
            // It was given up meanwhile.
            refuse(HttpResponseStatus.BAD_REQUEST, "InvalidRequestID", "it is over");
            return;
        }
        switch (what) {
            case NEXT -> {
                if (!desk.next(this)) {
                    refuse(
                            HttpResponseStatus.FORBIDDEN,
                            "InvalidStateTransition",
                            "an event is asked for or under way already");
                }
            }
            case ANSWER -> answered(about);
            case STREAM -> streamed(about, trailers);
            case ERROR -> {
                if (about != null) {
                    Fault fault = Fault.told(type, body.toByteArray());
                    told(fault);
                    desk.done(about);
                    about.reply.failed(fault);
                }
                accepted();
            }
            case INIT_ERROR -> {
                if (desk.ready()) {
                    refuse(HttpResponseStatus.FORBIDDEN, "InvalidStateTransition", "it has begun");
                } else {
                    Fault fault = Fault.told(type, body.toByteArray());
                    told(fault);
                    desk.notBegun(fault);
                    accepted();
                }
            }
            case REFUSED -> refuse(refusal, refusalType, refusal.reasonPhrase());
        }
    }

    private void answered(@Nullable Invocation about) {
        if (about == null) {
            return;
        }
        desk.done(about);
        if (tooLarge) {
            about.reply.failed(tooLarge("its answer", sizes.whole()));
            refuse(
                    HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE,
                    "RequestEntityTooLarge",
                    "Exceeded maximum allowed payload size (" + sizes.whole() + " bytes).");
        } else {
            about.reply.answered(body.toByteArray());
            accepted();
        }
    }

    private void streamed(@Nullable Invocation about, HttpHeaders trailers) {
        if (about == null) {
            return;
        }
        desk.done(about);
        channel.config().setAutoRead(true);
        String error = trailers.get(ERROR_TYPE, "");
        if (tooLarge) {
            refuse(
                    HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE,
                    "RequestEntityTooLarge",
                    "Exceeded maximum allowed payload size (" + sizes.streamed() + " bytes).");
            return;
        }
        if (error.isEmpty()) {
            about.reply.ended();
        } else {
            Fault fault = Fault.told(error, decoded(trailers.get(ERROR_BODY, "")));
            told(fault);
            about.reply.failed(fault);
        }
        accepted();
    }

    private static byte[] decoded(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
    }

    private void told(Fault fault) {
        String detail = fault.detail().replaceAll("\\p{Cntrl}", " ");
        LOG.warn(
                "a function failed app={} why={}",
                arn,
                detail.length() > LONGEST_SHOWN ? detail.substring(0, LONGEST_SHOWN) : detail);
    }

    private void accepted() {
        send(HttpResponseStatus.ACCEPTED, Map.of("status", "OK"));
    }

    private void refuse(HttpResponseStatus status, String error, String message) {
        send(status, Map.of("errorMessage", message, "errorType", error));
    }

    private void send(HttpResponseStatus status, Map<String, String> said) {
        answer(status, JSON.writeValueAsBytes(said), "application/json", Map.of());
    }

    /// An event for the request for one that waits.
    void give(Invocation next, long deadline) {
        var told = new HashMap<String, String>();
        told.put("Lambda-Runtime-Aws-Request-Id", next.id);
        told.put("Lambda-Runtime-Deadline-Ms", Long.toString(deadline));
        told.put("Lambda-Runtime-Invoked-Function-Arn", arn);
        told.put("Lambda-Runtime-Trace-Id", next.trace);
        if (!next.clientContext.isEmpty()) {
            told.put("Lambda-Runtime-Client-Context", next.clientContext);
        }
        answer(HttpResponseStatus.OK, next.event, "application/json", told);
    }

    private void answer(
            HttpResponseStatus status, byte[] bytes, String contentType, Map<String, String> also) {
        var response =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(bytes));
        response.headers().set("content-type", contentType);
        response.headers().set("content-length", bytes.length);
        also.forEach(response.headers()::set);
        if (!keep) {
            response.headers().set("connection", "close");
        }
        var sent = channel.writeAndFlush(response);
        if (!keep) {
            sent.addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        desk.left(this);
        broken("the function's runtime broke off its answer");
    }

    /// An answer that had begun does not end.
    private void broken(String why) {
        Invocation about = invocation;
        invocation = null;
        if (about != null && desk.running(about.id).isPresent()) {
            desk.done(about);
            about.reply.failed(Fault.of(ErrorCode.GUEST_FAILED, "Runtime.TruncatedResponse", why));
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debug("a runtime's connection broke app={}", arn, cause);
        context.close();
    }
}
