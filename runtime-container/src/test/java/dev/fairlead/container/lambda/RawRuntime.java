package dev.fairlead.container.lambda;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// A runtime, or another client of HTTP, byte by byte.
final class RawRuntime implements AutoCloseable {
    private static final String ROOT = "/2018-06-01/runtime/";

    private final Socket socket = new Socket();
    private final InputStream in;

    RawRuntime(String from, String to) throws IOException {
        int colon = to.lastIndexOf(':');
        socket.bind(new InetSocketAddress(InetAddress.ofLiteral(from), 0));
        socket.connect(
                new InetSocketAddress(
                        to.substring(0, colon), Integer.parseInt(to.substring(colon + 1))),
                5000);
        socket.setSoTimeout(10_000);
        in = new BufferedInputStream(socket.getInputStream());
    }

    record Said(int status, Map<String, String> headers, String body) {
        String id() {
            return headers.getOrDefault("lambda-runtime-aws-request-id", "");
        }
    }

    void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    void sendNext() throws IOException {
        send("GET " + ROOT + "invocation/next HTTP/1.1\r\nHost: a\r\n\r\n");
    }

    Said next() throws IOException {
        sendNext();
        return read();
    }

    Said post(String path, String body) throws IOException {
        send(head(path, "Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length));
        send(body);
        return read();
    }

    void stream(String id, String type) throws IOException {
        send(
                head(
                        "invocation/" + id + "/response",
                        "Lambda-Runtime-Function-Response-Mode: streaming\r\nContent-Type: "
                                + type
                                + "\r\nTransfer-Encoding: chunked"));
    }

    void chunk(String text) throws IOException {
        int length = text.getBytes(StandardCharsets.UTF_8).length;
        send(Integer.toHexString(length) + "\r\n" + text + "\r\n");
    }

    private static String head(String path, String fields) {
        return "POST " + ROOT + path + " HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n\r\n";
    }

    Said respond(String id, String body) throws IOException {
        return post("invocation/" + id + "/response", body);
    }

    /// One response; a body of chunks without their sizes.
    Said read() throws IOException {
        Said head = readHead();
        if (head.headers().getOrDefault("transfer-encoding", "").equals("chunked")) {
            var body = new StringBuilder();
            for (String chunk = readChunk(); !chunk.isEmpty(); chunk = readChunk()) {
                body.append(chunk);
            }
            return new Said(head.status(), head.headers(), body.toString());
        }
        int length = Integer.parseInt(head.headers().getOrDefault("content-length", "0"));
        String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        return new Said(head.status(), head.headers(), body);
    }

    Said readHead() throws IOException {
        String first = line();
        if (first.isEmpty()) {
            throw new IOException("the connection was closed");
        }
        var headers = new HashMap<String, String>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return new Said(Integer.parseInt(first.split(" ", -1)[1]), headers, "");
    }

    /// Empty for the last.
    String readChunk() throws IOException {
        String size = line();
        if (size.isEmpty()) {
            throw new IOException("the stream was cut");
        }
        byte[] bytes = in.readNBytes(Integer.parseInt(size, 16));
        line();
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
