package dev.fairlead.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// The test authority of ACME's makers, and the name server that belongs to it: every name leads to
/// this machine, and TXT and CNAME records are as a test sets them.
final class Pebble implements AutoCloseable {
    private final Path folder;
    private final int names = freePort();
    private final int namesControl = freePort();
    private final int directory = freePort();
    private final int control = freePort();
    private final int httpPort;
    private final int httpsPort = freePort();
    private final String asked;
    private final Process nameServer;
    private final HttpClient http = HttpClient.newHttpClient();
    private Process authority;

    /// Looks for answers to its challenges at this port of this machine, and at another by TLS.
    Pebble(int httpPort, Map<String, String> behaviour) {
        this(httpPort, behaviour, "");
    }

    /// One that asks another name server than its own, at this address.
    Pebble(int httpPort, Map<String, String> behaviour, String nameServerAddress) {
        this.httpPort = httpPort;
        this.asked = nameServerAddress.isEmpty() ? "127.0.0.1:" + names : nameServerAddress;
        try {
            folder = Files.createTempDirectory("pebble");
            certificate();
            nameServer =
                    start(
                            Map.of(),
                            "/usr/bin/pebble-challtestsrv",
                            "-defaultIPv4",
                            "127.0.0.1",
                            "-defaultIPv6",
                            "",
                            "-dns01",
                            "127.0.0.1:" + names,
                            "-management",
                            "127.0.0.1:" + namesControl,
                            "-http01",
                            "",
                            "-https01",
                            "",
                            "-tlsalpn01",
                            "");
            authority = startAuthority(behaviour);
            awaitPort(namesControl);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Of the authority's own address.
    private void certificate() throws IOException {
        run(
                "/usr/bin/openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:prime256v1",
                "-nodes",
                "-days",
                "30",
                "-subj",
                "/CN=localhost",
                "-addext",
                "subjectAltName=DNS:localhost,IP:127.0.0.1",
                "-keyout",
                folder.resolve("key.pem").toString(),
                "-out",
                folder.resolve("cert.pem").toString());
    }

    static void run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IllegalStateException(List.of(command) + ": " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Process start(Map<String, String> environment, String... command) throws IOException {
        var builder =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(
                                folder.resolve(Path.of(command[0]).getFileName() + ".log")
                                        .toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }

    /// `behaviour` are pebble's own variables.
    private Process startAuthority(Map<String, String> behaviour) throws IOException {
        Files.writeString(
                folder.resolve("config.json"),
                """
                {"pebble": {"listenAddress": "127.0.0.1:%d",
                  "managementListenAddress": "127.0.0.1:%d",
                  "certificate": "%s", "privateKey": "%s",
                  "httpPort": %d, "tlsPort": %d, "ocspResponderURL": "",
                  "externalAccountBindingRequired": false}}
                """
                        .formatted(
                                directory,
                                control,
                                folder.resolve("cert.pem"),
                                folder.resolve("key.pem"),
                                httpPort,
                                httpsPort));
        var environment = new HashMap<String, String>();
        environment.put("PEBBLE_VA_NOSLEEP", "1");
        environment.putAll(behaviour);
        Process started =
                start(
                        environment,
                        "/usr/bin/pebble",
                        "-config",
                        folder.resolve("config.json").toString(),
                        "-dnsserver",
                        asked);
        awaitPort(directory);
        awaitPort(control);
        return started;
    }

    /// Another one in its place, which knows nobody any more.
    void restartAuthority(Map<String, String> behaviour) throws IOException {
        authority = startAuthority(behaviour);
    }

    void stopAuthority() {
        authority.destroyForcibly();
        try {
            authority.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void awaitPort(int port) {
        Installation.await(
                () -> {
                    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                        return socket.isConnected();
                    } catch (IOException e) {
                        return false;
                    }
                },
                "port " + port);
    }

    /// What a server needs to use both.
    Map<String, String> settings() {
        var settings = new HashMap<String, String>();
        settings.put("FAIRLEAD_PORT", Integer.toString(httpPort));
        settings.put("FAIRLEAD_PUBLIC_HTTP_PORT", Integer.toString(httpPort));
        settings.put("FAIRLEAD_HTTPS_PORT", Integer.toString(httpsPort));
        settings.put("FAIRLEAD_DNS_SERVERS", asked);
        settings.put("FAIRLEAD_DOMAIN_TARGET", "in.fairlead.test");
        settings.put("FAIRLEAD_DOMAIN_NETWORKS", "127.0.0.0/8");
        settings.put("FAIRLEAD_ACME_TERMS", "agreed");
        settings.put("FAIRLEAD_ACME_DIRECTORY", "https://localhost:" + directory + "/dir");
        settings.put("FAIRLEAD_ACME_CA_FILE", folder.resolve("cert.pem").toString());
        settings.put("FAIRLEAD_ACME_CONTACT", "operator@example.org");
        return settings;
    }

    /// Where its name server is.
    InetSocketAddress nameServer() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), names);
    }

    /// `cert.pem` or `key.pem` of the authority's own address.
    Path file(String name) {
        return folder.resolve(name);
    }

    void text(String name, String value) {
        control("set-txt", Map.of("host", name + ".", "value", value));
    }

    void noText(String name) {
        control("clear-txt", Map.of("host", name + "."));
    }

    void alias(String name, String target) {
        control("set-cname", Map.of("host", name + ".", "target", target + "."));
    }

    /// Leads to an address of this machine at which nobody listens.
    void elsewhere(String name) {
        control("add-a", Map.of("host", name + ".", "addresses", List.of("127.0.0.2")));
    }

    private void control(String what, Map<String, ?> body) {
        var request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + namesControl + "/" + what))
                        .POST(BodyPublishers.ofString(Installation.JSON.writeValueAsString(body)))
                        .build();
        try {
            int status = http.send(request, BodyHandlers.discarding()).statusCode();
            if (status != 200) {
                throw new IllegalStateException(what + " answered " + status);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// The certificate by which those that it gave are known, as a file.
    Path root() {
        try {
            Path file = folder.resolve("root.pem");
            run(
                    "/usr/bin/curl",
                    "-sf",
                    "--cacert",
                    folder.resolve("cert.pem").toString(),
                    "-o",
                    file.toString(),
                    "https://localhost:" + control + "/roots/0");
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        var all = new ArrayList<Process>(List.of(nameServer, authority));
        all.forEach(Process::destroyForcibly);
        http.close();
    }
}
