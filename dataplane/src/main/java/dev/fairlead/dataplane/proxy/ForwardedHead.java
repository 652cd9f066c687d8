package dev.fairlead.dataplane.proxy;

import dev.fairlead.dataplane.calls.GuestHeaders;
import dev.fairlead.dataplane.calls.SessionCookie;
import dev.fairlead.dataplane.upstream.LiveTarget;
import dev.fairlead.dataplane.versions.UpstreamSpec.HostHeader;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.vertx.core.MultiMap;
import io.vertx.core.internal.buffer.BufferInternal;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// The heads of messages as they are passed on: without what belongs to one connection (RFC 9110,
/// section 7.6.1), and with what we say of the client.
final class ForwardedHead {
    private static final Set<String> OF_THE_CONNECTION =
            Set.of(
                    "connection",
                    "keep-alive",
                    "proxy-connection",
                    "transfer-encoding",
                    "te",
                    "upgrade",
                    "http2-settings",
                    "proxy-authorization",
                    "proxy-authenticate");
    private static final Set<String> WRITTEN_BY_US =
            Set.of("host", "content-length", "expect", "x-request-id");

    private ForwardedHead() {}

    /// Whether the client wants the connection for something else, and which our upstreams may
    /// have. HTTP/2 without TLS is spoken with us, never through us.
    static boolean upgrades(MultiMap headers) {
        String protocol = headers.get("upgrade");
        return protocol != null
                && !protocol.toLowerCase(Locale.ROOT).contains("h2c")
                && named(headers.getAll("connection")).contains("upgrade");
    }

    /// `two` says that it goes by HTTP/2, where `te` belongs to the request.
    static HttpRequest request(Forwarding what, LiveTarget target, boolean upgrade, boolean two) {
        var request = what.request();
        MultiMap from = request.headers();
        var head =
                new DefaultHttpRequest(
                        HttpVersion.HTTP_1_1,
                        HttpMethod.valueOf(request.method().name()),
                        what.target());
        HttpHeaders to = head.headers();
        boolean keep = target.upstream().spec().host() == HostHeader.KEEP && !what.host().isEmpty();
        to.add("host", keep ? what.host() : target.target().authority());
        boolean credential = what.caller().isPresent();
        List<String> connection = from.getAll("connection");
        Set<String> named = connection.isEmpty() ? Set.of() : named(connection);
        for (Map.Entry<String, String> field : from) {
            String name = field.getKey().toLowerCase(Locale.ROOT);
            if (dropped(name, named) || (credential && name.equals("authorization"))) {
                continue;
            }
            String value = field.getValue();
            if (name.equals("cookie")) {
                value = SessionCookie.without(value);
                if (value.isEmpty()) {
                    continue;
                }
            }
            to.add(name, value);
        }
        whoAsks(what, to);
        if (upgrade) {
            to.set("connection", "upgrade").set("upgrade", from.get("upgrade"));
        } else if (trailers(from)) {
            to.set("te", "trailers");
            if (!two) {
                to.set("connection", "te");
            }
        }
        body(what, from, to);
        return head;
    }

    /// With the body where that was read before.
    static HttpRequest whole(Forwarding what, HttpRequest head) {
        ByteBuf bytes =
                what.held()
                        .map(held -> ((BufferInternal) held).getByteBuf())
                        .orElse(Unpooled.EMPTY_BUFFER);
        return new DefaultFullHttpRequest(
                head.protocolVersion(),
                head.method(),
                head.uri(),
                bytes,
                head.headers(),
                EmptyHttpHeaders.INSTANCE);
    }

    private static boolean dropped(String name, Set<String> named) {
        return OF_THE_CONNECTION.contains(name)
                || WRITTEN_BY_US.contains(name)
                || named.contains(name)
                || GuestHeaders.claimed(name);
    }

    private static boolean trailers(MultiMap from) {
        String te = from.get("te");
        return te != null && te.toLowerCase(Locale.ROOT).contains("trailers");
    }

    private static void whoAsks(Forwarding what, HttpHeaders to) {
        String scheme = what.client().secure() ? "https" : "http";
        String address = what.client().address();
        if (!address.isEmpty()) {
            to.add("x-forwarded-for", address);
        }
        to.add("x-forwarded-proto", scheme);
        var forwarded = new StringBuilder(64);
        if (!address.isEmpty()) {
            boolean six = address.indexOf(':') >= 0;
            forwarded.append("for=").append(six ? "\"[" : "").append(address);
            forwarded.append(six ? "]\";" : ";");
        }
        forwarded.append("proto=").append(scheme);
        if (!what.host().isEmpty()) {
            to.add("x-forwarded-host", what.host());
            forwarded.append(";host=\"").append(what.host()).append('"');
        }
        to.add("forwarded", forwarded.toString());
        to.add("x-request-id", what.requestId());
        what.caller().ifPresent(id -> to.add(GuestHeaders.CALLER, id));
    }

    private static void body(Forwarding what, MultiMap from, HttpHeaders to) {
        if (what.held().isPresent()) {
            to.add("content-length", Integer.toString(what.held().get().length()));
            return;
        }
        String length = from.get("content-length");
        if (length != null) {
            to.add("content-length", length);
        } else if (!what.bodiless()) {
            to.add("transfer-encoding", "chunked");
        }
        String expect = from.get("expect");
        if (what.streams() && expect != null && expect.equalsIgnoreCase("100-continue")) {
            to.add("expect", "100-continue");
        }
    }

    /// Copies the head of an answer.
    static void answer(HttpHeaders from, MultiMap to, boolean socket) {
        List<String> connection = from.getAll("connection");
        Set<String> named = connection.isEmpty() ? Set.of() : named(connection);
        var fields = from.iteratorCharSequence();
        while (fields.hasNext()) {
            Map.Entry<CharSequence, CharSequence> field = fields.next();
            String name = field.getKey().toString().toLowerCase(Locale.ROOT);
            if (!OF_THE_CONNECTION.contains(name)
                    && !named.contains(name)
                    && !name.startsWith("x-http2-")) {
                to.add(name, field.getValue());
            }
        }
        if (socket) {
            to.set("connection", "upgrade").set("upgrade", from.get("upgrade", "websocket"));
        }
    }

    private static Set<String> named(List<String> connection) {
        var names = new HashSet<String>();
        for (String line : connection) {
            for (String one : line.split(",", -1)) {
                names.add(one.strip().toLowerCase(Locale.ROOT));
            }
        }
        return names;
    }
}
