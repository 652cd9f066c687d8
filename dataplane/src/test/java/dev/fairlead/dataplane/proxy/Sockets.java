package dev.fairlead.dataplane.proxy;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/// A little of RFC 6455, for both ends.
final class Sockets {
    private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private Sockets() {}

    /// Answers the handshake and sends each frame back, until one that closes.
    static void echo(Origin.Talk talk) throws IOException {
        accept(talk);
        var in = new DataInputStream(talk.in());
        var out = new DataOutputStream(talk.out());
        while (true) {
            int first = in.read();
            if (first < 0) {
                return;
            }
            byte[] payload = payload(in);
            head(out, first, payload.length);
            out.write(payload);
            out.flush();
            if ((first & 15) == 8) {
                talk.socket().close();
                return;
            }
        }
    }

    static void accept(Origin.Talk talk) throws IOException {
        String key = field(talk, "sec-websocket-key");
        String protocols = field(talk, "sec-websocket-protocol");
        String protocol =
                protocols.isEmpty()
                        ? ""
                        : "sec-websocket-protocol: " + protocols.split(",", -1)[0] + "\n";
        talk.say(
                "HTTP/1.1 101 Switching Protocols\nconnection: Upgrade\nupgrade: websocket\n"
                        + protocol
                        + "sec-websocket-accept: "
                        + proof(key)
                        + "\n\n");
    }

    private static String field(Origin.Talk talk, String name) {
        return new Origin.Asked(talk.line(), talk.fields(), "").field(name).orElse("");
    }

    private static String proof(String key) {
        try {
            byte[] text = (key + MAGIC).getBytes(StandardCharsets.US_ASCII);
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-1").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The rest of a frame, unmasked.
    static byte[] payload(DataInputStream in) throws IOException {
        int second = in.read();
        long length = second & 0x7f;
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = in.readLong();
        }
        var mask = new byte[4];
        if ((second & 0x80) != 0) {
            in.readFully(mask);
        }
        var payload = new byte[(int) length];
        in.readFully(payload);
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= mask[i & 3];
        }
        return payload;
    }

    static void head(DataOutputStream out, int first, int length) throws IOException {
        out.write(first);
        if (length < 126) {
            out.write(length);
        } else if (length < 1 << 16) {
            out.write(126);
            out.writeShort(length);
        } else {
            out.write(127);
            out.writeLong(length);
        }
    }

    /// A frame as a client sends it, masked.
    static byte[] frame(int opcode, byte[] payload) throws IOException {
        var all = new ByteArrayOutputStream();
        var out = new DataOutputStream(all);
        var head = new ByteArrayOutputStream();
        head(new DataOutputStream(head), 0x80 | opcode, payload.length);
        byte[] plain = head.toByteArray();
        plain[1] |= (byte) 0x80;
        out.write(plain);
        byte[] mask = {1, 2, 3, 4};
        out.write(mask);
        for (int i = 0; i < payload.length; i++) {
            out.write(payload[i] ^ mask[i & 3]);
        }
        return all.toByteArray();
    }
}
