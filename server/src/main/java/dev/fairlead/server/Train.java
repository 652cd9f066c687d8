package dev.fairlead.server;

import dev.fairlead.builders.store.TreeStore;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Runs once when the AOT cache is made: starts a server in a folder of its own, deploys and calls
/// the examples, stops. What was loaded then is what a start loads.
public final class Train {
    private Train() {}

    public static void main(String[] args) throws Exception {
        Path home = Path.of(System.getProperty("fairlead.home", "."));
        Path data = Files.createTempDirectory("fairlead-train");
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
        var flags = List.of("--port", "0", "--data-dir", data.toString());
        try (var server = new Server(Settings.parse(flags, Map.of(), home), Clock.systemUTC())) {
            server.start();
            if (server.awaitControl(Duration.ofSeconds(60))) {
                new Demo(
                                server.control().orElseThrow(),
                                home.resolve("examples"),
                                server.url(),
                                System.out)
                        .run();
            }
        } finally {
            TreeStore.delete(data);
        }
    }
}
