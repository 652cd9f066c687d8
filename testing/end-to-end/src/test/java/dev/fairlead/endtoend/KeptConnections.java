package dev.fairlead.endtoend;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/// Connections by TLS to one name that ask again and again until told to stop, and new ones beside
/// them.
final class KeptConnections implements AutoCloseable {
    private final String host;
    private final int port;
    private final SSLContext context;
    private final List<Thread> threads = new ArrayList<>();
    private final ConcurrentLinkedQueue<String> failed = new ConcurrentLinkedQueue<>();
    private final AtomicInteger answered = new AtomicInteger();
    private volatile boolean stopping;

    KeptConnections(String host, int port, Path trusted, int count) {
        this.host = host;
        this.port = port;
        this.context = trusting(trusted);
        for (int i = 0; i < count; i++) {
            boolean fresh = i % 2 == 1;
            threads.add(Thread.ofVirtual().start(() -> ask(fresh)));
        }
    }

    private static SSLContext trusting(Path file) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry(
                    "root",
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(
                                    new ByteArrayInputStream(Files.readAllBytes(file))));
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            var context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// One connection for all requests, or one for each.
    private void ask(boolean fresh) {
        try {
            while (!stopping) {
                try (SSLSocket socket = open()) {
                    do {
                        one(socket);
                    } while (!fresh && !stopping);
                }
            }
        } catch (IOException e) {
            failed.add(String.valueOf(e));
        }
    }

    private SSLSocket open() throws IOException {
        var socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port);
        var parameters = socket.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(host)));
        socket.setSSLParameters(parameters);
        socket.setSoTimeout(30_000);
        return socket;
    }

    private void one(SSLSocket socket) throws IOException {
        String asked = "GET / HTTP/1.1\r\nhost: " + host + "\r\n\r\n";
        socket.getOutputStream().write(asked.getBytes(StandardCharsets.US_ASCII));
        byte[] answer = new byte[8192];
        int length = socket.getInputStream().read(answer);
        String text = new String(answer, 0, Math.max(0, length), StandardCharsets.US_ASCII);
        if (!text.startsWith("HTTP/1.1 200")) {
            throw new IOException("answered '" + text + "'");
        }
        answered.incrementAndGet();
    }

    int answered() {
        return answered.get();
    }

    /// What went wrong up to now.
    List<String> failed() {
        return List.copyOf(failed);
    }

    @Override
    public void close() {
        stopping = true;
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
