package dev.fairlead.container.instances;

import dev.fairlead.dataplane.versions.UpstreamSpec.Target;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/// An instance that listens for HTTP itself. It is asked by `GET` of `path`, which any status from
/// 200 to 399 affirms, or else by whether it takes a connection.
record HttpContact(String host, int port, Optional<String> path) implements Contact {
    private static final int LONGEST_LINE = 64;

    @Override
    public Target target() {
        return Target.http(host, port);
    }

    @Override
    public String address() {
        return host + ":" + port;
    }

    @Override
    public String missed(Duration time) {
        return "It did not answer "
                + path.map(asked -> "GET " + asked + " on port ").orElse("on port ")
                + port
                + " within "
                + time.toSeconds()
                + " s; it has to listen there, on all addresses (PORT says where).";
    }

    @Override
    public boolean good(Duration patience) {
        int millis = (int) Math.max(1, patience.toMillis());
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), millis);
            return path.isEmpty() || answers(socket, path.get(), millis);
        } catch (IOException e) {
            return false;
        }
    }

    private boolean answers(Socket socket, String asked, int millis) throws IOException {
        socket.setSoTimeout(millis);
        String request =
                "GET "
                        + asked
                        + " HTTP/1.1\r\nHost: "
                        + host
                        + ":"
                        + port
                        + "\r\nUser-Agent: fairlead-health\r\nConnection: close\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        String line = line(socket.getInputStream());
        return line.matches("HTTP/1\\.[01] [23][0-9]{2}(?: .*)?");
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int c = in.read();
                c >= 0 && c != '\r' && line.length() < LONGEST_LINE;
                c = in.read()) {
            line.append((char) c);
        }
        return line.toString();
    }
}
