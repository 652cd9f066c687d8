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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/// Connections by TLS to one name that ask again and again until told to stop, and new ones beside
/// them.
final class KeptConnections implements AutoCloseable {
    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)\r\n");

    private final String host;
    private final int port;
    private final SSLContext context;
    private final Duration pause;
    private final List<Thread> threads = new ArrayList<>();
    private final ConcurrentLinkedQueue<String> failed = new ConcurrentLinkedQueue<>();
    private final AtomicInteger answered = new AtomicInteger();
    private volatile boolean stopping;

    KeptConnections(String host, int port, Path trusted, int count) {
        this(host, port, trusted, count, Duration.ZERO);
    }

    /// Each asks so long after it was answered.
    KeptConnections(String host, int port, Path trusted, int count, Duration pause) {
        this.pause = pause;
        this.host = host;
        this.port = port;
        this.context = trusting(trusted);
        for (int i = 0; i < count; i++) {
            boolean fresh = i % 2 == 1;
            threads.add(Thread.ofVirtual().start(() -> ask(fresh)));
        }
    }

    static SSLContext trusting(Path file) {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(null, trust(file), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Of this certificate alone.
    static TrustManager[] trust(Path file) {
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
            return trust.getTrustManagers();
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
                        LockSupport.parkNanos(pause.toNanos());
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
        var text = new StringBuilder();
        byte[] some = new byte[8192];
        while (!whole(text.toString())) {
            int length = socket.getInputStream().read(some);
            if (length < 0) {
                throw new IOException("ended after '" + text + "'");
            }
            text.append(new String(some, 0, length, StandardCharsets.US_ASCII));
        }
        if (!text.toString().startsWith("HTTP/1.1 200")) {
            throw new IOException("answered '" + text + "'");
        }
        answered.incrementAndGet();
    }

    /// An answer may come in one piece, or in chunks where its function took a moment.
    private static boolean whole(String text) {
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            return false;
        }
        Matcher length = LENGTH.matcher(text.substring(0, end + 2));
        return length.find()
                ? text.length() >= end + 4 + Integer.parseInt(length.group(1))
                : text.endsWith("\r\n0\r\n\r\n");
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
