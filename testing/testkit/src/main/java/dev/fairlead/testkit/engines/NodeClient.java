package dev.fairlead.testkit.engines;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// AWS's Lambda runtime for Node.js, built once by npm and kept for later runs.
public final class NodeClient {
    private static final String VERSION = "3.3.0";
    private static final Path KEPT =
            Path.of(
                    System.getProperty("user.home"),
                    ".cache",
                    "fairlead-tests",
                    "aws-lambda-ric-" + VERSION);
    private static final String BUILT = "node_modules/aws-lambda-ric/dist/rapid-client.node";

    private NodeClient() {}

    /// The package's folder.
    public static Path folder() throws IOException, InterruptedException {
        if (!Files.exists(KEPT.resolve(BUILT))) {
            Files.createDirectories(KEPT.getParent());
            Path work = Files.createTempDirectory(KEPT.getParent(), "build");
            build(work);
            Files.move(work, KEPT, StandardCopyOption.ATOMIC_MOVE);
        }
        return KEPT.resolve("node_modules/aws-lambda-ric");
    }

    /// Compiles libcurl, which takes minutes.
    private static void build(Path work) throws IOException, InterruptedException {
        Files.writeString(work.resolve("package.json"), "{\"private\": true}\n");
        File log = work.resolve("npm.log").toFile();
        var npm =
                new ProcessBuilder(List.of("/usr/bin/npm", "install", "aws-lambda-ric@" + VERSION));
        // The headers of the machine's Node.js.
        npm.environment().put("npm_config_nodedir", "/usr");
        npm.directory(work.toFile()).redirectErrorStream(true).redirectOutput(log);
        Process running = npm.start();
        if (!running.waitFor(15, TimeUnit.MINUTES)) {
            running.destroyForcibly();
        }
        if (!Files.exists(work.resolve(BUILT))) {
            throw new IOException("npm did not build aws-lambda-ric; see " + log);
        }
    }
}
