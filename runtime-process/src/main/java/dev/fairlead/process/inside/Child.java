package dev.fairlead.process.inside;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/// The program of a child: loads the function, then answers calls until nobody asks any more.
public final class Child {
    private static final int MOST_FRAMES = 20;

    private final DataInputStream in;
    private final DataOutputStream out;
    private final ChildCalls calls;
    private final LineStream printed = new LineStream(line -> log(line, 'i'));
    private final LineStream complained = new LineStream(line -> log(line, 'i'));

    private Child(DataInputStream in, DataOutputStream out) {
        this.in = in;
        this.out = out;
        this.calls = new ChildCalls(in, out);
    }

    /// Ends with 0 where there is no function, which is how its start is trained.
    public static void main(String[] arguments) throws IOException {
        var child =
                new Child(
                        new DataInputStream(
                                new BufferedInputStream(new FileInputStream(FileDescriptor.in))),
                        new DataOutputStream(
                                new BufferedOutputStream(
                                        new FileOutputStream(FileDescriptor.out), 1 << 16)));
        System.setIn(java.io.InputStream.nullInputStream());
        System.setOut(new PrintStream(child.printed, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(child.complained, true, StandardCharsets.UTF_8));
        try {
            child.serve(arguments.length == 0 ? load() : UnaryOperator.identity());
        } catch (ClassNotFoundException e) {
            child.failed(Frames.BAD_RESPONSE, "the artifact has no entry", List.of());
        } catch (OutOfMemoryError e) {
            Runtime.getRuntime().halt(3);
        } catch (Throwable e) {
            child.thrown(e);
        }
    }

    @SuppressWarnings("unchecked")
    private static UnaryOperator<Map<String, Object>> load() throws Throwable {
        Class<?> entry = Class.forName("dev.fairlead.function.Entry");
        try {
            return (UnaryOperator<Map<String, Object>>)
                    entry.getDeclaredConstructor().newInstance();
        } catch (java.lang.reflect.InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    private void serve(UnaryOperator<Map<String, Object>> function) throws IOException {
        synchronized (out) {
            out.writeByte(Frames.READY);
            out.flush();
        }
        while (in.read() == Frames.CALL) {
            long most = in.readLong();
            Map<String, Object> request = request();
            request.put("calls", calls);
            try {
                Map<String, Object> answer;
                calls.open();
                try {
                    answer = function.apply(request);
                } finally {
                    calls.shut();
                }
                answer(answer, most);
            } catch (OutOfMemoryError e) {
                Runtime.getRuntime().halt(3);
            } catch (StackOverflowError e) {
                failed(Frames.STACK_OVERFLOW, "", List.of());
            } catch (Throwable e) {
                thrown(e);
            }
        }
    }

    private Map<String, Object> request() throws IOException {
        var request = new HashMap<String, Object>();
        request.put("method", Frames.text(in, Integer.MAX_VALUE));
        request.put("path", Frames.text(in, Integer.MAX_VALUE));
        request.put("headers", pairs());
        request.put("query", pairs());
        request.put("body", Frames.bytes(in, Integer.MAX_VALUE));
        return request;
    }

    private Map<String, List<String>> pairs() throws IOException {
        List<String> texts = Frames.texts(in, Integer.MAX_VALUE, Integer.MAX_VALUE);
        var pairs = new java.util.LinkedHashMap<String, List<String>>();
        for (int i = 0; i < texts.size(); i += 2) {
            pairs.computeIfAbsent(texts.get(i), _ -> new ArrayList<>(1)).add(texts.get(i + 1));
        }
        return pairs;
    }

    private void answer(Map<String, Object> answer, long most) throws IOException {
        if (!(answer.get("status") instanceof Integer status)
                || !(answer.get("headers") instanceof Map<?, ?> headers)
                || !(answer.get("body") instanceof byte[] body)) {
            failed(Frames.BAD_RESPONSE, "The answer has no status, headers and body.", List.of());
            return;
        }
        if (body.length > most) {
            failed(Frames.TOO_LARGE, "", List.of());
            return;
        }
        var lines = new ArrayList<String>();
        headers.forEach((name, value) -> {
            lines.add(String.valueOf(name).toLowerCase(Locale.ROOT));
            lines.add(String.valueOf(value));
        });
        rest();
        synchronized (out) {
            out.writeByte(Frames.ANSWER);
            out.writeLong(used());
            out.writeInt(status);
            Frames.texts(out, lines);
            Frames.bytes(out, body);
            out.flush();
        }
    }

    private static long used() {
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /// The message, and of the stack what the author wrote.
    private void thrown(Throwable thrown) throws IOException {
        String name = thrown.getClass().getName();
        String message = name.substring(name.lastIndexOf('.') + 1);
        if (thrown.getMessage() != null) {
            message += ": " + thrown.getMessage();
        }
        var frames = new ArrayList<String>();
        for (StackTraceElement each : thrown.getStackTrace()) {
            boolean theirs =
                    !each.getClassName().matches("(java|javax|jdk|sun|dev\\.fairlead)\\..*");
            if (theirs && frames.size() < MOST_FRAMES) {
                frames.add("    at " + each);
            }
        }
        failed(Frames.THROWN, message, frames);
    }

    private void failed(int how, String message, List<String> frames) throws IOException {
        rest();
        synchronized (out) {
            out.writeByte(Frames.FAILED);
            out.writeLong(used());
            out.writeByte(how);
            String cut = message.length() > 4000 ? message.substring(0, 4000) : message;
            Frames.text(out, cut);
            Frames.texts(out, frames);
            out.flush();
        }
    }

    private void rest() {
        printed.rest();
        complained.rest();
    }

    /// `<4>` and the like at its beginning are its level, as services under systemd write it.
    private void log(String line, char usual) {
        boolean marked =
                line.length() >= 3
                        && line.charAt(0) == '<'
                        && line.charAt(1) >= '0'
                        && line.charAt(1) <= '7'
                        && line.charAt(2) == '>';
        char level = marked ? level(line.charAt(1)) : usual;
        String text = marked ? line.substring(3) : line;
        synchronized (out) {
            try {
                out.writeByte(Frames.LOG);
                out.writeByte(level);
                Frames.text(out, text);
                out.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static char level(char digit) {
        return switch (digit) {
            case '7' -> 'd';
            case '5', '6' -> 'i';
            case '4' -> 'w';
            default -> 'e';
        };
    }
}
