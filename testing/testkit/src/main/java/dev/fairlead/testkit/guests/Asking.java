package dev.fairlead.testkit.guests;

import dev.fairlead.dataplane.runtime.Guest;
import dev.fairlead.dataplane.runtime.GuestBody;
import dev.fairlead.dataplane.runtime.GuestRequest;
import dev.fairlead.dataplane.runtime.Header;
import dev.fairlead.model.functions.Limits;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Short ways to ask guests.
public final class Asking {
    private Asking() {}

    /// Limits that no sound call of a test comes near.
    public static Limits limits() {
        return limits(Duration.ofSeconds(10));
    }

    public static Limits limits(Duration timeout) {
        return new Limits(timeout, 32L << 20, 64, 1024, timeout, 6L << 20, 1L << 20);
    }

    public static GuestRequest get(String path, String query, Header... headers) {
        return request("GET", path, query, new byte[0], headers);
    }

    public static GuestRequest post(String path, String body, Header... headers) {
        return request("POST", path, "", body.getBytes(StandardCharsets.UTF_8), headers);
    }

    public static GuestRequest request(
            String method, String path, String query, byte[] body, Header... headers) {
        return new GuestRequest(
                method,
                path,
                query,
                List.of(headers),
                GuestBody.of(body),
                "hello.test",
                "127.0.0.1",
                "req-1",
                Instant.now());
    }

    /// Waits for the end.
    public static Heard ask(Guest guest, GuestRequest request) {
        var heard = new Heard();
        guest.start(request, heard);
        heard.report();
        return heard;
    }
}
