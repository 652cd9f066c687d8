package dev.fairlead.endtoend;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A real BIND with two zones, `example.test` and `delegated.test`, whose names lead to this
/// machine; one key may change both.
final class NameServer implements AutoCloseable {
    static final String KEY_NAME = "fairlead-key";
    static final String SECRET = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

    private final Path folder;
    private final int port = Pebble.freePort();
    private final Process process;

    NameServer() {
        try {
            folder = Files.createTempDirectory("named");
            for (String zone : List.of("example.test", "delegated.test")) {
                Files.writeString(
                        folder.resolve(zone),
                        """
                        $TTL 1
                        @ IN SOA ns.%1$s. admin.%1$s. 1 3600 600 86400 1
                        @ IN NS ns
                        ns IN A 127.0.0.1
                        * IN A 127.0.0.1
                        """
                                .formatted(zone));
            }
            Path configuration = folder.resolve("named.conf");
            Files.writeString(configuration, configuration());
            process =
                    new ProcessBuilder(
                                    "/usr/sbin/named",
                                    "-g",
                                    "-c",
                                    configuration.toString(),
                                    "-n",
                                    "1")
                            .redirectErrorStream(true)
                            .redirectOutput(folder.resolve("log").toFile())
                            .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Installation.await(() -> answers() || !process.isAlive(), "the name server");
        if (!process.isAlive()) {
            throw new IllegalStateException(log());
        }
    }

    private String configuration() {
        return """
        key "%1$s" { algorithm hmac-sha256; secret "%2$s"; };
        options {
            directory "%3$s"; pid-file "%3$s/pid"; session-keyfile "%3$s/session";
            managed-keys-directory "%3$s"; lock-file none;
            listen-on port %4$d { 127.0.0.1; }; listen-on-v6 { none; };
            recursion yes; allow-recursion { 127.0.0.1; }; dnssec-validation no; minimal-responses no;
        };
        controls { };
        zone "example.test" { type primary; file "example.test"; allow-update { key "%1$s"; }; };
        zone "delegated.test" { type primary; file "delegated.test"; allow-update { key "%1$s"; }; };
        """
                .formatted(KEY_NAME, SECRET, folder, port);
    }

    private boolean answers() {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private String log() {
        try {
            return Files.readString(folder.resolve("log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    InetSocketAddress socket() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    void text(String name, String value) {
        change("add " + name + ". 1 TXT \"" + value + "\"");
    }

    void alias(String name, String target) {
        change("add " + name + ". 1 CNAME " + target + ".");
    }

    /// By the makers' own tool.
    private void change(String line) {
        String all =
                "server 127.0.0.1 %d%nkey hmac-sha256:%s %s%n%s%nsend%n"
                        .formatted(port, KEY_NAME, SECRET, line);
        try {
            Process tool =
                    new ProcessBuilder("/usr/bin/nsupdate").redirectErrorStream(true).start();
            new ByteArrayInputStream(all.getBytes(StandardCharsets.US_ASCII))
                    .transferTo(tool.getOutputStream());
            tool.getOutputStream().close();
            String said = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (tool.waitFor() != 0) {
                throw new IllegalStateException(said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
