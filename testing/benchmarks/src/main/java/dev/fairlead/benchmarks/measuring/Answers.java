package dev.fairlead.benchmarks.measuring;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/// One client for everything that is not load.
public final class Answers {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(2);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Answers() {}

    public static HttpResponse<String> send(HttpRequest request)
            throws IOException, InterruptedException {
        return HTTP.send(request, BodyHandlers.ofString());
    }

    public static String get(String url) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(url)).build()).body();
    }

    /// Asks until the answer holds `text`.
    public static void await(String url, String text) throws IOException, InterruptedException {
        await(url, text, PATIENCE);
    }

    public static void await(String url, String text, Duration patience)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        String last = "nothing";
        while (System.nanoTime() < end) {
            try {
                last = get(url);
                if (last.contains(text)) {
                    return;
                }
            } catch (IOException e) {
                last = e.toString();
            }
            Thread.sleep(PAUSE);
        }
        throw new IOException(url + " did not answer " + text + " but " + last);
    }
}
