package dev.fairlead.sandbox;

import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.errors.ErrorCode;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/// Runs a step to its end and hands on what it prints, line by line, with secrets masked.
public final class StepRun {
    private static final Duration READ_PATIENCE = Duration.ofSeconds(5);

    private final Sandbox sandbox;

    public StepRun(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    private static final int SIGKILLED = 128 + 9;

    /// What it ended with and the lines it printed, on both streams, cut at the step's limit.
    public record Result(int exitCode, List<String> lines) {
        public Result {
            lines = List.copyOf(lines);
        }
    }

    /// Throws `BuildFailed` with `compile-limit` for a step that takes more than it may, and
    /// `IOException` for one that somebody else killed.
    public Result run(Step step, Consumer<String> line) throws IOException, InterruptedException {
        try (Begun begun = begin(step, line)) {
            return begun.finish(_ -> {});
        }
    }

    /// Starts a step that is told on its standard input what to do, maybe long before it is.
    public Begun begin(Step step, Consumer<String> line) throws IOException {
        var mask = new Mask(step.secrets().values());
        var printed = new Printed(step.limits().outputBytes(), mask, line);
        return new Begun(step, sandbox.start(step, printed::remark), printed);
    }

    /// What a step reads.
    @FunctionalInterface
    public interface Input {
        void write(OutputStream to) throws IOException;
    }

    /// A step that runs. Closing ends it.
    public static final class Begun implements AutoCloseable {
        private final Step step;
        private final SandboxedProcess process;
        private final Printed printed;
        private final Thread output;
        private final Thread errors;

        private Begun(Step step, SandboxedProcess process, Printed printed) {
            this.step = step;
            this.process = process;
            this.printed = printed;
            this.output = Thread.ofVirtual().start(() -> printed.read(process.output()));
            this.errors = Thread.ofVirtual().start(() -> printed.read(process.errors()));
        }

        /// Whether it still waits, as far as is known.
        public boolean runs() throws InterruptedException {
            return !process.await(Duration.ZERO);
        }

        /// Hands it its input and waits for its end, as `run` does; the time counts from here.
        public Result finish(Input input) throws IOException, InterruptedException {
            StepLimits limits = step.limits();
            Thread.ofVirtual().start(() -> give(input));
            if (!process.await(limits.time())) {
                throw tooMuch("took more than " + limits.time().toSeconds() + " s", step);
            }
            output.join(READ_PATIENCE);
            errors.join(READ_PATIENCE);
            return switch (process.ending()) {
                // Not by us, and nobody kills a step for what its author wrote.
                case Ending.Exited(int code) when code == SIGKILLED ->
                        throw new IOException(step + " was killed from outside");
                case Ending.Exited(int code) -> new Result(code, printed.lines());
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

        private void give(Input input) {
            try (OutputStream to = process.input()) {
                input.write(to);
            } catch (IOException e) {
                // It did not wait for all of it; how it ended says the rest.
            }
        }

        @Override
        public void close() {
            process.close();
        }
    }

    private static BuildFailed tooMuch(String what, Step step) {
        String program = step.command().getFirst();
        return new BuildFailed(
                ErrorCode.COMPILE_LIMIT,
                program.substring(program.lastIndexOf('/') + 1) + " " + what + ".");
    }
}
