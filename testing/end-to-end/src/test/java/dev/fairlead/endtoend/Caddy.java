package dev.fairlead.endtoend;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// A real Caddy, as a configuration of ours starts it; only where it keeps things is a test's own.
final class Caddy implements AutoCloseable {
    private final Path folder;
    private final Process process;

    Caddy(JsonNode configuration, int port) {
        try {
            folder = Files.createTempDirectory("caddy");
            var whole = (ObjectNode) configuration.deepCopy();
            whole.putPOJO("admin", Map.of("disabled", true));
            whole.putPOJO("storage", Map.of("module", "file_system", "root", folder.toString()));
            Path file = folder.resolve("caddy.json");
            Files.writeString(file, Installation.JSON.writeValueAsString(whole));
            var starting =
                    new ProcessBuilder("/usr/bin/caddy", "run", "--config", file.toString())
                            .redirectErrorStream(true)
                            .redirectOutput(folder.resolve("log").toFile());
            starting.environment().put("HOME", folder.toString());
            starting.environment().put("XDG_CONFIG_HOME", folder.toString());
            process = starting.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Installation.await(() -> listens(port) || !process.isAlive(), "Caddy");
        if (!process.isAlive()) {
            throw new IllegalStateException(log());
        }
    }

    private static boolean listens(int port) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /// By which the certificates of its own authority are known.
    Path root() {
        Path root = folder.resolve("pki/authorities/local/root.crt");
        Installation.await(() -> Files.exists(root), "Caddy's authority");
        return root;
    }

    String log() {
        try {
            return Files.readString(folder.resolve("log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
