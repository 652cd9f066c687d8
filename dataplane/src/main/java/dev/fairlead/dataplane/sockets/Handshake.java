package dev.fairlead.dataplane.sockets;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a client says that wants a WebSocket (RFC 6455, section 4.2.1).
public record Handshake(String key, List<String> protocols) {
    private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int KEY_BYTES = 16;

    public Handshake {
        protocols = List.copyOf(protocols);
    }

    /// Empty where the request is none that a socket can be made of: it is one as others then.
    public static Optional<Handshake> of(HttpServerRequest request) {
        MultiMap fields = request.headers();
        if (fields.get("upgrade") == null) {
            return Optional.empty();
        }
        boolean asked =
                request.version() == HttpVersion.HTTP_1_1
                        && request.method().equals(HttpMethod.GET)
                        && names(fields, "upgrade").contains("websocket")
                        && names(fields, "connection").contains("upgrade")
                        && fields.getAll("sec-websocket-version").equals(List.of("13"));
        List<String> keys = fields.getAll("sec-websocket-key");
        if (!asked || keys.size() != 1 || !random(keys.getFirst())) {
            return Optional.empty();
        }
        return Optional.of(new Handshake(keys.getFirst(), offered(fields)));
    }

    private static List<String> names(MultiMap fields, String name) {
        return split(fields, name).stream().map(one -> one.toLowerCase(Locale.ROOT)).toList();
    }

    private static List<String> offered(MultiMap fields) {
        return split(fields, "sec-websocket-protocol");
    }

    private static List<String> split(MultiMap fields, String name) {
        return fields.getAll(name).stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .map(String::strip)
                .filter(one -> !one.isEmpty())
                .toList();
    }

    private static boolean random(String key) {
        try {
            return Base64.getDecoder().decode(key.strip()).length == KEY_BYTES;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /// What proves to the client that it was understood.
    String accept() {
        try {
            byte[] text = (key.strip() + MAGIC).getBytes(StandardCharsets.US_ASCII);
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-1").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }
}
