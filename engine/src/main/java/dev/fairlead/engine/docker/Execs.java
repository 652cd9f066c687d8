package dev.fairlead.engine.docker;

import dev.fairlead.engine.api.Api;
import dev.fairlead.engine.api.Frames;
import dev.fairlead.engine.api.Json;
import dev.fairlead.engine.api.Names;
import dev.fairlead.engine.http.Exchange;
import dev.fairlead.engine.http.Request;
import dev.fairlead.engine.streams.ExecResult;
import dev.fairlead.engine.streams.ExecSpec;

import tools.jackson.databind.JsonNode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/// Commands in containers that run.
record Execs(Api api) {
    private static final int END_LOOKS = 200;
    private static final long END_PAUSE_NANOS = 5_000_000;

    ExecResult run(String container, ExecSpec spec, Optional<InputStream> input)
            throws IOException {
        String id =
                Json.text(api.post(Names.container(container) + "/exec", json(spec, input)), "Id");
        var start = Map.of("Detach", false, "Tty", false);
        Request request = Request.post(api.at("/exec/" + id + "/start")).json(Json.bytes(start));
        var output = new Kept(spec.longestOutput());
        var errors = new Kept(spec.longestOutput());
        var trouble = new AtomicReference<>(Optional.<IOException>empty());
        try (Exchange exchange = api.openWithin(request, true, spec.patience())) {
            Optional<Thread> feeder = input.map(from -> feed(from, exchange, trouble));
            try {
                read(new Frames(exchange.body()), output, errors, input.isPresent());
            } catch (IOException e) {
                throw trouble.get().orElseGet(() -> exchange.explained(e));
            } finally {
                feeder.ifPresent(Thread::interrupt);
            }
        }
        if (trouble.get().isPresent()) {
            throw trouble.get().get();
        }
        return new ExecResult(
                exitCode(id), output.text(), errors.text(), output.cut() || errors.cut());
    }

    private static Map<String, Object> json(ExecSpec spec, Optional<InputStream> input) {
        var all = new HashMap<String, Object>();
        all.put("AttachStdin", input.isPresent());
        all.put("AttachStdout", true);
        all.put("AttachStderr", true);
        all.put("Tty", false);
        all.put("Cmd", spec.command());
        all.put("Env", SpecJson.environment(spec.environment()));
        if (!spec.user().isEmpty()) {
            all.put("User", spec.user());
        }
        if (!spec.folder().isEmpty()) {
            all.put("WorkingDir", spec.folder());
        }
        return all;
    }

    /// In a thread of its own: a command may print before it has read all.
    private static Thread feed(
            InputStream from, Exchange exchange, AtomicReference<Optional<IOException>> trouble) {
        return Thread.ofVirtual()
                .name("exec-input")
                .start(() -> {
                    try (OutputStream to = exchange.input()) {
                        copy(from, to, trouble);
                    } catch (IOException e) {
                        // The command ended, or wants no more of it.
                        if (trouble.get().isPresent()) {
                            exchange.close();
                        }
                    }
                });
    }

    private static void copy(
            InputStream from, OutputStream to, AtomicReference<Optional<IOException>> trouble)
            throws IOException {
        byte[] piece = new byte[16 << 10];
        while (true) {
            int read;
            try {
                read = from.read(piece);
            } catch (IOException e) {
                trouble.set(Optional.of(e));
                throw e;
            }
            if (read < 0) {
                return;
            }
            to.write(piece, 0, read);
        }
    }

    private static void read(Frames frames, Kept output, Kept errors, boolean fed)
            throws IOException {
        byte[] piece = new byte[16 << 10];
        while (begun(frames, fed)) {
            int read = frames.read(piece, 0, piece.length);
            (frames.source() == Frames.ERRORS ? errors : output).add(piece, read);
        }
    }

    /// Whoever ends a connection with input still in it resets it, after all that it had to say.
    private static boolean begun(Frames frames, boolean fed) throws IOException {
        try {
            return frames.next();
        } catch (SocketException e) {
            if (fed && String.valueOf(e.getMessage()).contains("reset")) {
                return false;
            }
            throw e;
        }
    }

    /// An engine may end the streams a little before it knows the exit code.
    private int exitCode(String id) throws IOException {
        for (int look = 0; look < END_LOOKS; look++) {
            JsonNode state = api.get("/exec/" + id + "/json");
            if (!state.path("Running").asBoolean(false)) {
                return state.path("ExitCode").asInt(-1);
            }
            LockSupport.parkNanos(END_PAUSE_NANOS);
        }
        throw new IOException("the engine does not tell how the command ended");
    }

    /// The first bytes of what is printed.
    private static final class Kept {
        private final int most;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private boolean cut;

        Kept(int most) {
            this.most = most;
        }

        void add(byte[] piece, int length) {
            int room = Math.min(length, most - bytes.size());
            bytes.write(piece, 0, room);
            cut |= room < length;
        }

        String text() {
            return bytes.toString(StandardCharsets.UTF_8);
        }

        boolean cut() {
            return cut;
        }
    }
}
