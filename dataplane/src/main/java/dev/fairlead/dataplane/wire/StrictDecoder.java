package dev.fairlead.dataplane.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;

import java.util.List;

/// Reads requests of HTTP/1.1 and refuses every one whose length or fields two readers could see
/// differently (RFC 9112, sections 5 and 6).
final class StrictDecoder extends VertxHttpRequestDecoder {
    private boolean inHead = true;
    private boolean lineEnded;
    private boolean folded;

    StrictDecoder(HttpServerOptions options) {
        super(options);
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out)
            throws Exception {
        int from = in.readerIndex();
        int before = out.size();
        boolean head = inHead;
        super.decode(context, in, out);
        if (head) {
            scan(in, from, in.readerIndex());
        }
        for (int i = before; i < out.size(); i++) {
            Object message = out.get(i);
            if (message instanceof HttpRequest request) {
                inHead = false;
                if (folded && request.decoderResult().isSuccess()) {
                    request.setDecoderResult(refusal("a field is folded over two lines"));
                }
                folded = false;
                lineEnded = false;
            }
            if (message instanceof LastHttpContent) {
                inHead = true;
            }
        }
    }

    private void scan(ByteBuf in, int from, int to) {
        for (int i = from; i < to; i++) {
            byte one = in.getByte(i);
            folded |= lineEnded && (one == ' ' || one == '\t');
            lineEnded = one == '\n';
        }
    }

    private static DecoderResult refusal(String why) {
        return DecoderResult.failure(new IllegalArgumentException(why));
    }

    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        throw new IllegalArgumentException("it has two lengths");
    }

    /// Asked of each message once, when its head is complete.
    @Override
    protected boolean isContentAlwaysEmpty(HttpMessage message) {
        HttpHeaders fields = message.headers();
        List<String> encodings = fields.getAll(HttpHeaderNames.TRANSFER_ENCODING);
        if (!encodings.isEmpty()) {
            boolean understood =
                    encodings.size() == 1
                            && encodings.getFirst().equalsIgnoreCase("chunked")
                            && message.protocolVersion().equals(HttpVersion.HTTP_1_1);
            if (!understood) {
                throw new IllegalArgumentException("its transfer encoding is not understood");
            }
        }
        if (fields.contains("sec-websocket-key1")) {
            // Gives a request of 2010 a body that no header speaks of.
            throw new IllegalArgumentException("this WebSocket was never a standard");
        }
        return super.isContentAlwaysEmpty(message);
    }
}
