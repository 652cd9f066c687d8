package dev.fairlead.endtoend;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLSocket;

/// A WebSocket by TLS to a name that no name server knows (RFC 6455): short texts alone.
final class EchoingSocket implements AutoCloseable {
    private final SSLSocket socket;
    private final DataInputStream in;

    EchoingSocket(String host, int port, Path root) throws IOException {
        socket =
                (SSLSocket)
                        KeptConnections.trusting(root)
                                .getSocketFactory()
                                .createSocket("127.0.0.1", port);
        var parameters = socket.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(host)));
        socket.setSSLParameters(parameters);
        socket.setSoTimeout(30_000);
        in = new DataInputStream(socket.getInputStream());
        String asked =
                "GET / HTTP/1.1\r\nhost: "
                        + host
                        + "\r\nconnection: Upgrade\r\nupgrade: websocket\r\n"
                        + "sec-websocket-version: 13\r\n"
                        + "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
        socket.getOutputStream().write(asked.getBytes(StandardCharsets.US_ASCII));
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        if (!head.toString().startsWith("HTTP/1.1 101")) {
            throw new IOException(head.toString());
        }
    }

    /// What comes back for a text.
    String ask(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        var frame = new byte[6 + bytes.length];
        frame[0] = (byte) 0x81;
        frame[1] = (byte) (0x80 | bytes.length);
        // The mask is four zeros: every byte stays as it is.
        System.arraycopy(bytes, 0, frame, 6, bytes.length);
        socket.getOutputStream().write(frame);
        in.readUnsignedByte();
        var answer = new byte[in.readUnsignedByte()];
        in.readFully(answer);
        return new String(answer, StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
