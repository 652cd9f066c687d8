package dev.fairlead.process.inside;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// What goes between the runtime and a child: a byte that says what comes, then its fields.
public final class Frames {
    /// To the child: a request.
    public static final int CALL = 1;

    /// From the child: it is loaded, or it has answered a ping.
    public static final int READY = 2;

    public static final int LOG = 3;
    public static final int ANSWER = 4;
    public static final int FAILED = 5;

    /// From the child: it calls another function; what comes back is one of the two after it.
    public static final int ASK = 6;

    public static final int ANSWERED = 7;
    public static final int REFUSED = 8;

    /// How a call failed.
    public static final int THROWN = 0;

    public static final int STACK_OVERFLOW = 1;
    public static final int TOO_LARGE = 2;
    public static final int BAD_RESPONSE = 3;

    private static final int PIECE = 1 << 16;

    private Frames() {}

    public static void text(DataOutputStream out, String text) throws IOException {
        bytes(out, text.getBytes(StandardCharsets.UTF_8));
    }

    public static void bytes(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    public static void texts(DataOutputStream out, List<String> texts) throws IOException {
        out.writeInt(texts.size());
        for (String text : texts) {
            text(out, text);
        }
    }

    public static String text(DataInputStream in, int most) throws IOException {
        return new String(bytes(in, most), StandardCharsets.UTF_8);
    }

    /// Throws `ProtocolException` for more bytes than may come; takes memory only as they do.
    public static byte[] bytes(DataInputStream in, long most) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > most) {
            throw new ProtocolException("a frame of " + length + " bytes");
        }
        byte[] bytes = length <= PIECE ? new byte[length] : in.readNBytes(length);
        if (length <= PIECE) {
            in.readFully(bytes);
        }
        if (bytes.length < length) {
            throw new EOFException("a frame ended early");
        }
        return bytes;
    }

    public static List<String> texts(DataInputStream in, int mostTexts, int most)
            throws IOException {
        int count = in.readInt();
        if (count < 0 || count > mostTexts) {
            throw new ProtocolException("a frame of " + count + " texts");
        }
        var texts = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            texts.add(text(in, most));
        }
        return texts;
    }
}
