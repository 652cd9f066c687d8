package dev.fairlead.controlplane.control.caching;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/// One request to a network. What it says is read up to a bound, and never shown whole.
final class NetworkCall {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final int MOST_READ = 16 << 10;

    private final HttpClient client =
            HttpClient.newBuilder()
                    .connectTimeout(PATIENCE)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();

    /// The body of a good answer.
    String post(URI to, Map<String, String> headers, String body)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(to).timeout(PATIENCE);
        headers.forEach(request::header);
        HttpResponse<java.io.InputStream> answer =
                client.send(
                        request.POST(HttpRequest.BodyPublishers.ofString(body)).build(),
                        BodyHandlers.ofInputStream());
        try (var in = answer.body()) {
            byte[] some = in.readNBytes(MOST_READ);
            if (answer.statusCode() / 100 != 2) {
                throw new IOException("it answered " + answer.statusCode());
            }
            return new String(some, StandardCharsets.UTF_8);
        }
    }
}
