package dev.fairlead.dataplane.wire;

import dev.fairlead.dataplane.runtime.Header;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerConnection;

import org.jspecify.annotations.Nullable;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;

/// The fields after the bodies of one connection of HTTP/1.1, which the server above it does not
/// keep. On its event loop.
public final class Trailers extends ChannelInboundHandlerAdapter {
    static final String NAME = "trailers";
    private static final int MOST = 64;

    private final IdentityHashMap<HttpHeaders, HttpHeaders> ofRequests = new IdentityHashMap<>(2);
    private @Nullable HttpHeaders current;

    /// Those of a request whose body has ended; told once.
    public static List<Header> of(HttpServerRequest request) {
        if (request.connection() instanceof HttpServerConnection connection
                && connection.channelHandlerContext().pipeline().get(NAME)
                        instanceof Trailers trailers
                && !trailers.ofRequests.isEmpty()
                && request.headers() instanceof HttpHeaders key) {
            HttpHeaders fields = trailers.ofRequests.remove(key);
            if (fields != null) {
                return fields.entries().stream()
                        .map(f -> new Header(f.getKey().toLowerCase(Locale.ROOT), f.getValue()))
                        .toList();
            }
        }
        return List.of();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest request) {
            current = request.headers();
        } else if (message instanceof LastHttpContent last && !last.trailingHeaders().isEmpty()) {
            // Nobody asks for those of a request that was refused.
            if (ofRequests.size() >= MOST) {
                ofRequests.clear();
            }
            if (current != null) {
                ofRequests.put(current, last.trailingHeaders());
            }
        }
        context.fireChannelRead(message);
    }
}
