package dev.fairlead.sandbox;

import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.errors.ErrorCode;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/// Runs a step to its end and hands on what it prints, line by line, with secrets masked.
public final class StepRun {
    private static final String MASK = "***";
    private static final int LONGEST_LINE = 8192;

    private final Sandbox sandbox;

    public StepRun(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    /// What it ended with and the lines it printed, on both streams, cut at the step's limit.
    public record Result(int exitCode, List<String> lines) {
        public Result {
            lines = List.copyOf(lines);
        }
    }

    /// Throws `BuildFailed` with `compile-limit` for a step that takes more than it may.
    public Result run(Step step, Consumer<String> line) throws IOException, InterruptedException {
        StepLimits limits = step.limits();
        var kept = new Kept(limits.outputBytes(), masks(step.secrets().values()), line);
        try (SandboxedProcess process = sandbox.start(step)) {
            process.input().close();
            Thread output = Thread.ofVirtual().start(() -> read(process.output(), kept));
            Thread errors = Thread.ofVirtual().start(() -> read(process.errors(), kept));
            if (!process.await(limits.time())) {
                throw tooMuch("took more than " + limits.time().toSeconds() + " s", step);
            }
            output.join();
            errors.join();
            return switch (process.ending()) {
                case Ending.Exited(int code) -> new Result(code, kept.lines());
                case Ending.OutOfMemory _ ->
                        throw tooMuch(
                                "took more than " + (limits.memoryBytes() >> 20) + " MiB of memory",
                                step);
                case Ending.DiskFull _ ->
                        throw tooMuch(
                                "wrote more than " + (limits.diskBytes() >> 20) + " MiB", step);
                case Ending.Killed _ -> throw new IOException(step + " was killed");
            };
        }
    }

    private static BuildFailed tooMuch(String what, Step step) {
        String program = step.command().getFirst();
        return new BuildFailed(
                ErrorCode.COMPILE_LIMIT,
                program.substring(program.lastIndexOf('/') + 1) + " " + what + ".");
    }

    /// Longest first, so that a secret inside another leaves nothing of it; of one with several
    /// lines, each line.
    private static List<String> masks(Collection<String> secrets) {
        return secrets.stream()
                .flatMap(String::lines)
                .map(String::strip)
                .filter(text -> text.length() >= 4)
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    private static void read(InputStream from, Kept kept) {
        try (var reader = new BufferedReader(new InputStreamReader(from, StandardCharsets.UTF_8))) {
            var text = new StringBuilder();
            for (int c = reader.read(); c >= 0; c = reader.read()) {
                if (c == '\n' || text.length() >= LONGEST_LINE) {
                    kept.line(text.toString());
                    text.setLength(0);
                }
                if (c != '\n' && c != '\r') {
                    text.append((char) c);
                }
            }
            if (!text.isEmpty()) {
                kept.line(text.toString());
            }
        } catch (IOException e) {
            // The process was killed; its lines so far are all there is.
        }
    }

    /// Reads on beyond the limit, so that a chatty step is not stopped, and drops what it reads.
    private static final class Kept {
        private final List<String> lines = new ArrayList<>();
        private final List<String> masks;
        private final Consumer<String> line;
        private long left;

        Kept(int limit, List<String> masks, Consumer<String> line) {
            this.left = limit;
            this.masks = masks;
            this.line = line;
        }

        synchronized void line(String text) {
            if (left < 0) {
                return;
            }
            left -= text.length() + 1;
            String shown = left < 0 ? "(the output is cut here)" : masked(text);
            lines.add(shown);
            line.accept(shown);
        }

        private String masked(String text) {
            String shown = text;
            for (String mask : masks) {
                shown = shown.replace(mask, MASK);
            }
            return shown;
        }

        synchronized List<String> lines() {
            return List.copyOf(lines);
        }
    }
}
