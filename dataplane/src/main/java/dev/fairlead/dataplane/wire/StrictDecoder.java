package dev.fairlead.dataplane.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;

import java.util.List;

/// Reads requests of HTTP/1.1 and refuses every one whose length or fields two readers could see
/// differently (RFC 9112, sections 5 and 6).
final class StrictDecoder extends VertxHttpRequestDecoder {
    private static final int MOST_FIELDS = 256;

    private boolean inHead = true;
    private boolean lineEnded;
    private boolean folded;
    private boolean inLine = true;
    private int blanks;
    private boolean chunked;
    private boolean broken;
    private final ChunkSizes sizes = new ChunkSizes();

    StrictDecoder(HttpServerOptions options) {
        super(options);
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out)
            throws Exception {
        if (broken) {
            in.skipBytes(in.readableBytes());
            return;
        }
        int from = in.readerIndex();
        int before = out.size();
        boolean head = inHead;
        super.decode(context, in, out);
        if (head) {
            scan(in, from, in.readerIndex());
        } else if (chunked && !sizes.take(in, from, in.readerIndex())) {
            breakOff(in, out, before, new DefaultLastHttpContent(Unpooled.EMPTY_BUFFER));
            return;
        }
        for (int i = before; i < out.size(); i++) {
            Object message = out.get(i);
            if (message instanceof HttpRequest request) {
                begun(request);
                if (folded) {
                    breakOff(in, out, i, request);
                    return;
                }
            }
            if (message instanceof LastHttpContent) {
                inHead = true;
            }
        }
    }

    private void begun(HttpRequest request) {
        inHead = false;
        lineEnded = false;
        inLine = true;
        blanks = 0;
        chunked = HttpUtil.isTransferEncodingChunked(request);
        sizes.restart();
    }

    /// `last` is all that is told from `position` on; nothing that follows is looked at.
    private void breakOff(ByteBuf in, List<Object> out, int position, HttpObject last) {
        broken = true;
        in.skipBytes(in.readableBytes());
        while (out.size() > position) {
            Object message = out.removeLast();
            if (!message.equals(last)) {
                ReferenceCountUtil.release(message);
            }
        }
        last.setDecoderResult(refusal("its framing is not what it seems"));
        out.add(last);
    }

    private void scan(ByteBuf in, int from, int to) {
        for (int i = from; i < to; i++) {
            byte one = in.getByte(i);
            if (inLine) {
                line(one);
            } else {
                folded |= lineEnded && (one == ' ' || one == '\t');
                lineEnded = one == '\n';
            }
        }
    }

    /// The request line has two blanks and nothing else that looks like one. Empty lines may come
    /// before it.
    private void line(byte one) {
        if (one == '\n') {
            inLine = blanks == 0;
            lineEnded = true;
            folded |= blanks != 2 && blanks != 0;
        } else if (one == ' ') {
            blanks++;
        } else {
            folded |= one == '\t' || one == 0x0b || one == '\f';
        }
    }

    private static DecoderResult refusal(String why) {
        return DecoderResult.failure(new IllegalArgumentException(why));
    }

    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        throw new IllegalArgumentException("it has two lengths");
    }

    /// Lines, not names.
    private static int count(HttpHeaders fields) {
        int count = 0;
        for (var each = fields.iteratorCharSequence(); each.hasNext(); each.next()) {
            count++;
        }
        return count;
    }

    /// Asked of each message once, when its head is complete.
    @Override
    protected boolean isContentAlwaysEmpty(HttpMessage message) {
        HttpHeaders fields = message.headers();
        HttpVersion version = message.protocolVersion();
        if (!version.equals(HttpVersion.HTTP_1_1) && !version.equals(HttpVersion.HTTP_1_0)) {
            throw new IllegalArgumentException("this version is not spoken here");
        }
        if (count(fields) > MOST_FIELDS) {
            throw new TooLongHttpHeaderException("it has more than " + MOST_FIELDS + " fields");
        }
        if (fields.contains("")) {
            throw new IllegalArgumentException("a field has no name");
        }
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
