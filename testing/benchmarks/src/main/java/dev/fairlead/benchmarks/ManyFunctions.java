package dev.fairlead.benchmarks;

import dev.fairlead.benchmarks.measuring.Answers;
import dev.fairlead.benchmarks.measuring.Fairlead;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

/// Deploys thousands of functions through the API, each with a source of its own.
final class ManyFunctions {
    private static final int AT_ONCE = 8;

    /// Uploads are faster than builds: the last one waits for all before it.
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Fairlead fairlead;
    private final String source;

    ManyFunctions(Fairlead fairlead, Path source) throws IOException {
        this.fairlead = fairlead;
        this.source = Files.readString(source);
    }

    /// Functions `f0` to `f{count - 1}`; returns when the last answers.
    void deploy(int count) throws IOException, InterruptedException {
        var places = new Semaphore(AT_ONCE);
        var trouble = new AtomicReference<IOException>();
        try (ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < count && trouble.get() == null; i++) {
                int number = i;
                places.acquire();
                calls.execute(() -> {
                    try {
                        create(number);
                    } catch (IOException e) {
                        trouble.set(e);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    } finally {
                        places.release();
                    }
                });
            }
        }
        if (trouble.get() != null) {
            throw new IOException("could not deploy them all", trouble.get());
        }
        for (int i = count - AT_ONCE; i < count; i++) {
            Answers.await(fairlead.url(Fairlead.path("f" + i)), "Ada", PATIENCE);
        }
    }

    private void create(int number) throws IOException, InterruptedException {
        String body =
                JSON.writeValueAsString(
                        Map.of(
                                "project",
                                Fairlead.PROJECT,
                                "name",
                                "f" + number,
                                "language",
                                "javascript",
                                "source",
                                source + "\n// " + number));
        HttpResponse<String> answer = fairlead.post("/functions", body);
        if (answer.statusCode() != 201) {
            throw new IOException("f" + number + ": " + answer.body());
        }
    }
}
