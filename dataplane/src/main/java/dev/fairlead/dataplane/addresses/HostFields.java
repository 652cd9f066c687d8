package dev.fairlead.dataplane.addresses;

import dev.fairlead.dataplane.wire.HostField;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The hosts that requests of one event loop are for; those that come again and again are read
/// once.
public final class HostFields {
    public static final HostField NONE = new HostField("", -1);
    private static final int MOST_KNOWN = 4096;

    private final Map<String, HostField> known = new HashMap<>();

    /// Empty where it is not clear. HTTP/1.0 needs to name none.
    public Optional<HostField> of(HttpServerRequest request) {
        List<String> fields = request.headers().getAll("host");
        if (request.version() == HttpVersion.HTTP_2) {
            HostAndPort named = request.authority(true);
            return named != null && fields.size() <= 1 ? read(text(named)) : HostField.of(fields);
        }
        if (fields.isEmpty() && request.version() == HttpVersion.HTTP_1_0) {
            return Optional.of(NONE);
        }
        return fields.size() == 1 ? read(fields.getFirst()) : Optional.empty();
    }

    private static String text(HostAndPort named) {
        return named.port() < 0 ? named.host() : named.host() + ":" + named.port();
    }

    private Optional<HostField> read(String text) {
        @Nullable HostField before = known.get(text);
        if (before != null) {
            return Optional.of(before);
        }
        Optional<HostField> host = HostField.of(List.of(text));
        if (host.isPresent()) {
            if (known.size() >= MOST_KNOWN) {
                known.clear();
            }
            known.put(text, host.get());
        }
        return host;
    }
}
