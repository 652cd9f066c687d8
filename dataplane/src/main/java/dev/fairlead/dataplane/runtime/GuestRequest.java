package dev.fairlead.dataplane.runtime;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What a guest is asked. `path` starts with `/` and is below the service's own root; `query` is
/// raw and without `?`, empty where there is none. The guest's clock starts at `receivedAt`.
public record GuestRequest(
        String method,
        String path,
        String query,
        List<Header> headers,
        GuestBody body,
        String host,
        String remoteAddress,
        String requestId,
        Instant receivedAt) {
    public GuestRequest {
        headers = List.copyOf(headers);
    }

    /// The same with one header more, and a body of its own.
    public GuestRequest copied(Header header, GuestBody copy) {
        var more = new ArrayList<>(headers);
        more.add(header);
        return new GuestRequest(
                method, path, query, more, copy, host, remoteAddress, requestId, receivedAt);
    }
}
