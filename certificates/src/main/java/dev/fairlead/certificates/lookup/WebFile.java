package dev.fairlead.certificates.lookup;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/// A small file on a web server, asked for at one address by plain HTTP: follows nothing, reads
/// little, waits briefly.
public final class WebFile {
    private static final int MOST_BYTES = 4096;
    private static final int END_OF_HEAD = 4;

    private final Duration patience;

    public WebFile(Duration patience) {
        this.patience = patience;
    }

    /// The file's text; empty where the server answers anything but 200.
    public Optional<String> read(InetAddress address, int port, String host, String path)
            throws LookupFailed {
        try (var socket = new Socket()) {
            int millis = (int) patience.toMillis();
            socket.connect(new InetSocketAddress(address, port), millis);
            socket.setSoTimeout(millis);
            String asked =
                    "GET %s HTTP/1.0\r\nHost: %s\r\nUser-Agent: fairlead\r\nConnection: close\r\n\r\n"
                            .formatted(path, host);
            socket.getOutputStream().write(asked.getBytes(StandardCharsets.US_ASCII));
            byte[] buffer = new byte[MOST_BYTES];
            int length = 0;
            long end = System.nanoTime() + patience.toNanos();
            while (length < MOST_BYTES && System.nanoTime() < end) {
                int read = socket.getInputStream().read(buffer, length, MOST_BYTES - length);
                if (read < 0) {
                    break;
                }
                length += read;
            }
            return body(new String(Arrays.copyOf(buffer, length), StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new LookupFailed("its web server does not answer on port " + port, e);
        }
    }

    private static Optional<String> body(String answer) {
        int head = answer.indexOf("\r\n\r\n");
        boolean fine = answer.matches("(?s)HTTP/1\\.[01] 200.*") && head > 0;
        return fine ? Optional.of(answer.substring(head + END_OF_HEAD).strip()) : Optional.empty();
    }
}
