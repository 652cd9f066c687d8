package dev.fairlead.endtoend;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// Stands before a real pebble and hands everything on, but for what a test wants it to do wrong.
final class LyingAuthority implements AutoCloseable {
    /// What it does wrong.
    enum Lie {
        NONE,
        /// The certificate is another name's, with another key.
        ANOTHER_CERTIFICATE,
        /// It breaks when the certificate is asked for.
        ERROR_AT_THE_END,
        /// It answers what is no ACME.
        NONSENSE,
        /// It takes an order and says nothing.
        SILENCE
    }

    private static final char[] PASSWORD = "changeit".toCharArray();

    private final URI behind;
    private final String another;
    private final SSLContext context;
    private final HttpsServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Lie lie = Lie.NONE;

    LyingAuthority(Pebble pebble) {
        try {
            Path folder = Files.createTempDirectory("lying");
            Path store = folder.resolve("store.p12");
            Pebble.run(
                    "/usr/bin/openssl",
                    "pkcs12",
                    "-export",
                    "-inkey",
                    pebble.file("key.pem").toString(),
                    "-in",
                    pebble.file("cert.pem").toString(),
                    "-passout",
                    "pass:changeit",
                    "-out",
                    store.toString());
            behind = URI.create(pebble.settings().get("FAIRLEAD_ACME_DIRECTORY"));
            another = Files.readString(pebble.file("cert.pem"));
            context = context(store, pebble.file("cert.pem"));
            server =
                    HttpsServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    private static SSLContext context(Path store, Path trusted) throws IOException {
        try (InputStream in = Files.newInputStream(store)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, PASSWORD);
            var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(keys, PASSWORD);
            var context = SSLContext.getInstance("TLS");
            context.init(factory.getKeyManagers(), KeptConnections.trust(trusted), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    String directory() {
        return "https://localhost:" + server.getAddress().getPort() + behind.getPath();
    }

    void lies(Lie now) {
        lie = now;
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String path = exchange.getRequestURI().getPath();
        boolean certificate = path.startsWith("/certZ");
        boolean order = path.startsWith("/order-plz");
        if (lie == Lie.ANOTHER_CERTIFICATE && certificate) {
            exchange.getResponseHeaders().add("content-type", "application/pem-certificate-chain");
            reply(exchange, 200, another);
        } else if (lie == Lie.ERROR_AT_THE_END && certificate) {
            reply(exchange, 500, "broken");
        } else if (lie == Lie.NONSENSE && order) {
            reply(exchange, 201, "<html>not ACME</html>");
        } else if (lie == Lie.SILENCE && order) {
            awaitEnd();
        } else {
            forward(exchange, body);
        }
    }

    private void awaitEnd() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void reply(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /// By HTTP/1.0, so that the answer ends with the connection; the addresses in it are ours, as
    /// pebble makes them of the host that it is asked by.
    private void forward(HttpExchange exchange, byte[] body) throws IOException {
        var head = new StringBuilder();
        head.append(exchange.getRequestMethod()).append(' ').append(exchange.getRequestURI());
        head.append(" HTTP/1.0\r\n");
        for (String name : List.of("Host", "Content-Type", "User-Agent", "Accept")) {
            String value = exchange.getRequestHeaders().getFirst(name);
            if (value != null) {
                head.append(name).append(": ").append(value).append("\r\n");
            }
        }
        head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
        byte[] answer;
        try (var socket =
                (SSLSocket)
                        context.getSocketFactory().createSocket("localhost", behind.getPort())) {
            socket.getOutputStream().write(head.toString().getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(body);
            answer = socket.getInputStream().readAllBytes();
        }
        String text = new String(answer, StandardCharsets.ISO_8859_1);
        int cut = text.indexOf("\r\n\r\n");
        List<String> lines = text.substring(0, cut).lines().toList();
        for (String line : lines.subList(1, lines.size())) {
            int colon = line.indexOf(':');
            String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
            if (!List.of("content-length", "connection", "transfer-encoding").contains(name)) {
                exchange.getResponseHeaders().add(name, line.substring(colon + 1).strip());
            }
        }
        byte[] rest = Arrays.copyOfRange(answer, cut + 4, answer.length);
        int status = Integer.parseInt(lines.getFirst().split(" ", 3)[1]);
        boolean empty = rest.length == 0 || exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, empty ? -1 : rest.length);
        if (!empty) {
            exchange.getResponseBody().write(rest);
        }
        exchange.close();
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.close();
    }
}
