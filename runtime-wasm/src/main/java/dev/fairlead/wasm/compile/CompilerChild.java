package dev.fairlead.wasm.compile;

import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.errors.ErrorCode;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/// One child JVM that compiles, seen from the server. Used by one thread at a time.
final class CompilerChild implements AutoCloseable {
    private static final String GONE = "gone";

    /// How much longer than its processor time a module may take, where others use the machine.
    private static final int PATIENCE = 6;

    private static final long CHECK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final CompilerSettings settings;
    private final Process process;
    private final Writer jobs;
    private final BlockingQueue<String> answers = new ArrayBlockingQueue<>(16);

    CompilerChild(CompilerSettings settings) {
        this.settings = settings;
        try {
            var builder = new ProcessBuilder(command(settings));
            builder.environment().clear();
            builder.directory(settings.cacheDirectory().toFile());
            builder.redirectError(ProcessBuilder.Redirect.DISCARD);
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("starting the compiler's JVM", e);
        }
        jobs = process.outputWriter(StandardCharsets.UTF_8);
        BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
        Thread.ofVirtual().name("compiler-answers").start(() -> readAll(lines));
    }

    private static List<String> command(CompilerSettings settings) {
        return List.of(
                // Requests go first.
                "/usr/bin/nice",
                "-n",
                "19",
                settings.java().toString(),
                "-Xmx" + settings.heapMegabytes() + "m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "-Xshare:auto",
                "-XX:+AutoCreateSharedArchive",
                "-XX:SharedArchiveFile=" + settings.cacheDirectory().resolve("compiler.jsa"),
                "-Xlog:disable",
                "-cp",
                settings.classPath(),
                CompilerMain.class.getName(),
                String.valueOf(settings.timeLimit().toSeconds() * PATIENCE + 5));
    }

    private void readAll(BufferedReader lines) {
        try {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                answers.put(line);
            }
        } catch (IOException e) {
            // The process ended; the waiting side learns it from the mark below.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        answers.offer(GONE);
    }

    /// Throws `BuildFailed` for a module that cannot be compiled; the child is unusable after a
    /// limit.
    void compile(Path in, Path out) throws InterruptedException {
        try {
            jobs.write(in + "\t" + out + "\n");
            jobs.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("handing a module to the compiler", e);
        }
        String answer = next();
        if (answer.startsWith("refused ")) {
            throw new BuildFailed(
                    ErrorCode.MODULE_REFUSED,
                    "The module is refused: " + answer.substring("refused ".length()) + ".");
        }
        if (!answer.equals("ok")) {
            throw new BuildFailed(
                    ErrorCode.COMPILE_LIMIT,
                    "Compiling the module took more than "
                            + settings.timeLimit().toSeconds()
                            + " s of a processor or "
                            + settings.heapMegabytes()
                            + " MiB.");
        }
    }

    private String next() throws InterruptedException {
        long limit = settings.timeLimit().toNanos();
        long used = processorNanos();
        long start = System.nanoTime();
        while (true) {
            String answer = answers.poll(Math.min(CHECK_NANOS, limit), TimeUnit.NANOSECONDS);
            if (answer == null) {
                if (processorNanos() - used >= limit
                        || System.nanoTime() - start >= limit * PATIENCE) {
                    process.destroyForcibly();
                    return GONE;
                }
            } else if (!answer.equals("ready")) {
                return answer;
            }
        }
    }

    private long processorNanos() {
        return process.info().totalCpuDuration().map(Duration::toNanos).orElse(0L);
    }

    boolean usable() {
        return process.isAlive();
    }

    /// Lets the child end by itself; one that does not is killed after a moment.
    @Override
    public void close() {
        try {
            jobs.close();
        } catch (IOException e) {
            process.destroyForcibly();
        }
    }

    void kill() {
        process.destroyForcibly();
    }
}
