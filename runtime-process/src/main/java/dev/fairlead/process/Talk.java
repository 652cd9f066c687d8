package dev.fairlead.process;

import dev.fairlead.dataplane.runtime.FunctionCalls;
import dev.fairlead.dataplane.runtime.GuestRequest;
import dev.fairlead.dataplane.runtime.Header;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.process.inside.Frames;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The runtime's side of talking to a child, which is not to be trusted: every size is bounded.
final class Talk {
    private static final int MOST_TEXTS = 400;
    private static final int LONGEST_TEXT = 1 << 16;
    private static final int LEAST_ASK = 1 << 16;

    private final DataInputStream in;
    private final DataOutputStream out;

    Talk(InputStream from, OutputStream to) {
        this.in = new DataInputStream(new BufferedInputStream(from, 1 << 16));
        this.out = new DataOutputStream(new BufferedOutputStream(to, 1 << 16));
    }

    /// What a child said last of a call.
    sealed interface Said {
        record Ready() implements Said {}

        @SuppressWarnings("ArrayRecordComponent")
        record Answer(int status, List<String> headers, byte[] body, long used) implements Said {}

        record Failed(int how, String message, List<String> frames, long used) implements Said {}
    }

    /// One call that a child without a function fails, so that its classes are loaded.
    static void train(InputStream from, OutputStream to) throws IOException {
        var talk = new Talk(from, to);
        var log = new ChildLog();
        talk.hear(log, 0);
        talk.out.writeByte(Frames.CALL);
        talk.out.writeLong(0);
        Frames.text(talk.out, "GET");
        Frames.text(talk.out, "/");
        Frames.texts(talk.out, List.of());
        Frames.texts(talk.out, List.of("a", "b"));
        Frames.bytes(talk.out, new byte[1]);
        talk.out.flush();
        talk.hear(log, 0);
        talk.out.close();
    }

    void ask(GuestRequest request, byte[] body, long mostResponseBytes) throws IOException {
        out.writeByte(Frames.CALL);
        out.writeLong(mostResponseBytes);
        Frames.text(out, request.method());
        Frames.text(out, request.path());
        var headers = new ArrayList<String>();
        for (Header header : request.headers()) {
            headers.add(header.name());
            headers.add(header.value());
        }
        Frames.texts(out, headers);
        Frames.texts(out, query(request.query()));
        Frames.bytes(out, body);
        out.flush();
    }

    /// Waits for the end of a call and takes in its log lines. Throws `IOException` where the child
    /// ends or says what nobody understands.
    Said hear(ChildLog log, long mostResponseBytes) throws IOException {
        return hear(
                log,
                mostResponseBytes,
                _ ->
                        new FunctionCalls.Failed(
                                ErrorCode.SERVICE_NOT_FOUND,
                                "functions are called while a request is handled"));
    }

    /// Asks other functions for the child.
    interface Calls {
        FunctionCalls.Called call(FunctionCalls.Ask ask) throws IOException;
    }

    /// The same, where the child may call other functions meanwhile.
    Said hear(ChildLog log, long mostResponseBytes, Calls calls) throws IOException {
        while (true) {
            int kind = in.readUnsignedByte();
            switch (kind) {
                case Frames.READY -> {
                    return new Said.Ready();
                }
                case Frames.LOG -> {
                    char level = (char) in.readUnsignedByte();
                    log.add(level, Frames.text(in, LONGEST_TEXT));
                }
                case Frames.ANSWER -> {
                    long used = in.readLong();
                    int status = in.readInt();
                    List<String> headers = Frames.texts(in, MOST_TEXTS, LONGEST_TEXT);
                    byte[] body = Frames.bytes(in, mostResponseBytes);
                    return new Said.Answer(status, headers, body, used);
                }
                case Frames.FAILED -> {
                    long used = in.readLong();
                    int how = in.readUnsignedByte();
                    String message = Frames.text(in, LONGEST_TEXT);
                    return new Said.Failed(
                            how, message, Frames.texts(in, MOST_TEXTS, LONGEST_TEXT), used);
                }
                case Frames.ASK -> {
                    List<String> line = Frames.texts(in, AskShape.TEXTS, LONGEST_TEXT);
                    List<String> headers = Frames.texts(in, MOST_TEXTS, LONGEST_TEXT);
                    byte[] body = Frames.bytes(in, Math.max(mostResponseBytes, LEAST_ASK));
                    tell(AskShape.read(line, headers, body, calls));
                }
                default -> throw new ProtocolException("a frame of kind " + kind);
            }
        }
    }

    private void tell(FunctionCalls.Called called) throws IOException {
        switch (called) {
            case FunctionCalls.Failed(ErrorCode code, String detail) -> {
                out.writeByte(Frames.REFUSED);
                Frames.text(out, code.code());
                Frames.text(out, detail);
            }
            case FunctionCalls.Answered answered -> {
                out.writeByte(Frames.ANSWERED);
                out.writeInt(answered.status());
                var headers = new ArrayList<String>();
                for (Header header : answered.headers()) {
                    headers.add(header.name());
                    headers.add(header.value());
                }
                Frames.texts(out, headers);
                byte[] body = new byte[answered.body().remaining()];
                answered.body().get(body);
                Frames.bytes(out, body);
            }
        }
        out.flush();
    }

    private static List<String> query(String query) {
        var pairs = new ArrayList<String>();
        for (String part : query.split("&", 1000)) {
            if (!part.isEmpty()) {
                int equals = part.indexOf('=');
                pairs.add(decode(equals < 0 ? part : part.substring(0, equals)));
                pairs.add(decode(equals < 0 ? "" : part.substring(equals + 1)));
            }
        }
        return pairs;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
