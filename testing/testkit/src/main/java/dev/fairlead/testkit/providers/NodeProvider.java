package dev.fairlead.testkit.providers;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/// A script of `testing/testkit/src/main/providers` that runs in Node.js and says where it listens.
final class NodeProvider implements AutoCloseable {
    private static final String READY = "ready ";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final URI address;
    private final Thread atExit;

    private NodeProvider(Process process, URI address) {
        this.process = process;
        this.address = address;
        this.atExit = new Thread(process::destroyForcibly, "provider-stop");
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    static NodeProvider start(String script, String settings) throws IOException {
        Path folder = root().resolve("testing/testkit");
        if (!Files.isDirectory(folder.resolve("node_modules"))) {
            throw new IOException("run `npm ci --ignore-scripts` in " + folder);
        }
        Path file = folder.resolve("src/main/providers").resolve(script);
        Path log = Files.createTempFile("provider", ".log");
        Process process =
                new ProcessBuilder(node().toString(), file.toString(), settings)
                        .redirectError(log.toFile())
                        .start();
        var ready = new CompletableFuture<URI>();
        Thread.ofVirtual().start(() -> listen(process, ready));
        try {
            URI address = ready.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            Files.delete(log);
            return new NodeProvider(process, address);
        } catch (ExecutionException | TimeoutException e) {
            process.destroyForcibly();
            throw new IOException(script + " does not start: " + Files.readString(log), e);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /// Until it ends, so that it never waits for somebody to read.
    private static void listen(Process process, CompletableFuture<URI> ready) {
        try (BufferedReader said = process.inputReader()) {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                if (line.startsWith(READY)) {
                    ready.complete(URI.create(line.substring(READY.length())));
                }
            }
            ready.completeExceptionally(new IOException("it ended"));
        } catch (IOException e) {
            ready.completeExceptionally(e);
        }
    }

    private static Path node() throws IOException {
        return Stream.of("/usr/bin/node", "/usr/local/bin/node")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IOException("Node.js is missing: install nodejs"));
    }

    private static Path root() throws IOException {
        Path here = Path.of("").toAbsolutePath();
        while (here != null && !Files.exists(here.resolve("fairlead"))) {
            here = here.getParent();
        }
        if (here == null) {
            throw new IOException("not run inside the project");
        }
        return here;
    }

    URI address() {
        return address;
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(atExit);
        process.destroyForcibly();
        process.onExit().join();
    }
}
