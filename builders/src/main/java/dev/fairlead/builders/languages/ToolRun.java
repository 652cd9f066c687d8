package dev.fairlead.builders.languages;

import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.errors.ErrorCode;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// One run of a compiler: an argument list, no shell, no environment of ours, and an end.
final class ToolRun {
    private ToolRun() {}

    /// What it ended with and what it wrote.
    record Result(int exitCode, List<String> lines) {}

    /// Lines go to `log` as they come. Throws `BuildFailed` beyond a limit.
    static Result run(
            List<String> command, Path work, Duration timeLimit, int mostBytes, BuildLog log)
            throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command).directory(work.toFile());
        builder.environment().clear();
        builder.environment().put("HOME", work.toString());
        builder.redirectErrorStream(true);
        Process process = builder.start();
        try {
            process.getOutputStream().close();
            List<String> lines = Collections.synchronizedList(new ArrayList<>());
            Thread reader = Thread.ofVirtual().start(() -> read(process, lines, mostBytes, log));
            if (!process.waitFor(timeLimit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new BuildFailed(
                        ErrorCode.COMPILE_LIMIT,
                        "Compiling took more than " + timeLimit.toSeconds() + " s.");
            }
            reader.join(Duration.ofSeconds(5));
            return new Result(process.exitValue(), List.copyOf(lines));
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static void read(Process process, List<String> lines, int mostBytes, BuildLog log) {
        int bytes = 0;
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                bytes += line.length() + 1;
                if (bytes > mostBytes) {
                    log.line("The compiler's output is cut here.");
                    process.destroyForcibly();
                    return;
                }
                lines.add(line);
                log.line(line);
            }
        } catch (IOException e) {
            // The process was killed; its lines so far are all there is.
        }
    }
}
