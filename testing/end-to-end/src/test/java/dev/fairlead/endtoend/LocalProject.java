package dev.fairlead.endtoend;

import dev.fairlead.cli.Main;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A folder with a function, and the local commands on it. Closing ends `dev`.
final class LocalProject implements AutoCloseable {
    static final Path CACHE = Path.of("target", "local-cache").toAbsolutePath();
    private static final Pattern ADDRESS = Pattern.compile("http://localhost:\\d+/fn/dev/\\S+");

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(written, true, StandardCharsets.UTF_8);
    private final Path folder;
    private Optional<Thread> dev = Optional.empty();

    LocalProject(Path folder) {
        this.folder = folder;
        System.setProperty("fairlead.home", Installation.root().toString());
    }

    int run(String... arguments) {
        var environment =
                Map.of(
                        "FAIRLEAD_CACHE",
                        CACHE.toString(),
                        "FAIRLEAD_URL",
                        "http://localhost:1",
                        "FAIRLEAD_TOKEN",
                        "none");
        return Main.commandLine(out, out, environment).execute(arguments);
    }

    /// All that the commands printed, since it was last told to forget.
    String text() {
        return written.toString(StandardCharsets.UTF_8);
    }

    void forget() {
        written.reset();
    }

    Path folder() {
        return folder;
    }

    void write(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    /// Starts `dev` and gives the function's address.
    String serve() {
        dev =
                Optional.of(
                        Thread.ofPlatform()
                                .start(() -> run("dev", folder.toString(), "--port", "0")));
        Installation.await(() -> ADDRESS.matcher(text()).find(), "the address of dev");
        Matcher found = ADDRESS.matcher(text());
        return found.find() ? found.group() : "";
    }

    @Override
    public void close() {
        if (dev.isPresent()) {
            dev.get().interrupt();
            try {
                dev.get().join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
