package dev.fairlead.endtoend;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;

/// A program that answers every request with one line, by the JDK's smallest module alone.
public final class PlainServer {
    private PlainServer() {}

    public static void main(String[] args) throws IOException {
        String body = "Java " + Runtime.version().feature() + "\n";
        String answer =
                "HTTP/1.1 200 OK\r\ncontent-length: "
                        + body.length()
                        + "\r\nconnection: close\r\n\r\n"
                        + body;
        try (var server = new ServerSocket(Integer.parseInt(System.getenv("PORT")))) {
            while (true) {
                try (var socket = server.accept()) {
                    byte[] head = new byte[8192];
                    if (socket.getInputStream().read(head) > 0) {
                        socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                    }
                }
            }
        }
    }
}
