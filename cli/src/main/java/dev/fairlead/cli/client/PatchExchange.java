package dev.fairlead.cli.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.time.Duration;

/// One PATCH request: `HttpURLConnection`, which everything else goes by, refuses the method.
final class PatchExchange {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private PatchExchange() {}

    static ApiClient.Reply send(Access access, String token, ApiClient.Call call)
            throws IOException {
        var request =
                HttpRequest.newBuilder(URI.create(access.url() + "/api/v1" + call.path()))
                        .timeout(PATIENCE)
                        .method(call.method(), BodyPublishers.ofByteArray(call.body().array()))
                        .header("user-agent", ApiClient.AGENT)
                        .header("content-type", "application/json");
        if (!token.isEmpty()) {
            request.header("authorization", "Bearer " + token);
        }
        access.organization()
                .ifPresent(name -> request.header(ApiClient.ORGANIZATION_HEADER, name));
        try (var client =
                HttpClient.newBuilder()
                        .connectTimeout(CONNECT)
                        .version(HttpClient.Version.HTTP_1_1)
                        .build()) {
            var answer = client.send(request.build(), BodyHandlers.ofByteArray());
            return new ApiClient.Reply(
                    answer.statusCode(),
                    ApiClient.parsed(answer.body()),
                    ByteBuffer.wrap(answer.body()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
