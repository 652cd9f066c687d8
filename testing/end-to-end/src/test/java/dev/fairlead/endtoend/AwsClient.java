package dev.fairlead.endtoend;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// AWS's own client of Lambda for Node.js, which npm brings once and which is kept.
final class AwsClient {
    private static final String VERSION = "3.1164.0";
    private static final Path KEPT =
            Path.of(
                    System.getProperty("user.home"),
                    ".cache",
                    "fairlead-tests",
                    "client-lambda-" + VERSION);

    private AwsClient() {}

    /// What a script prints that is told where the server is and a key.
    static String run(String script, String url, String key)
            throws IOException, InterruptedException {
        Path home = there();
        Path file = Files.writeString(Files.createTempFile(home, "run", ".cjs"), script);
        try {
            var node = new ProcessBuilder("/usr/bin/node", file.toString());
            // It warns of versions of Node.js.
            node.environment().put("NODE_NO_WARNINGS", "1");
            node.environment().put("URL", url);
            node.environment().put("TOKEN", key);
            return output(node.directory(home.toFile()), 60);
        } finally {
            Files.delete(file);
        }
    }

    private static Path there() throws IOException, InterruptedException {
        if (!Files.exists(KEPT)) {
            Files.createDirectories(KEPT.getParent());
            Path work = Files.createTempDirectory(KEPT.getParent(), "client");
            Files.writeString(work.resolve("package.json"), "{\"private\": true}\n");
            String name = "@aws-sdk/client-lambda@" + VERSION;
            output(
                    new ProcessBuilder(List.of("/usr/bin/npm", "install", name))
                            .directory(work.toFile()),
                    300);
            Files.move(work, KEPT, StandardCopyOption.ATOMIC_MOVE);
        }
        return KEPT;
    }

    private static String output(ProcessBuilder process, int seconds)
            throws IOException, InterruptedException {
        File out = File.createTempFile("aws-client", ".out");
        try {
            Process running = process.redirectErrorStream(true).redirectOutput(out).start();
            if (!running.waitFor(seconds, TimeUnit.SECONDS)) {
                running.destroyForcibly();
            }
            return Files.readString(out.toPath(), StandardCharsets.UTF_8);
        } finally {
            Files.delete(out.toPath());
        }
    }
}
