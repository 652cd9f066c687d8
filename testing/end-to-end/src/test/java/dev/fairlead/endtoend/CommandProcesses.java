package dev.fairlead.endtoend;

import dev.fairlead.cli.Main;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `fairlead` commands as processes of their own, in an environment of their own.
record CommandProcesses(Path config, Map<String, String> environment) {
    private static final AtomicInteger COUNT = new AtomicInteger();

    CommandProcesses(Path config) {
        this(config, Map.of());
    }

    CommandProcesses with(Map<String, String> more) {
        return new CommandProcesses(config, more);
    }

    /// What a command did.
    record Ended(int exitCode, String out, String err) {}

    /// One that has not ended.
    record Running(Process process, Path out, Path err) {
        /// The first group of what it prints, once it does.
        String awaitOut(Pattern pattern) {
            Installation.await(
                    () -> pattern.matcher(read(out)).find() || !process.isAlive(),
                    pattern + " in its output");
            Matcher found = pattern.matcher(read(out));
            if (!found.find()) {
                throw new AssertionError("it ended: " + read(out) + read(err));
            }
            return found.group(1);
        }

        Ended end() {
            try {
                if (!process.waitFor(60, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    throw new AssertionError("it did not end: " + read(out) + read(err));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
            return new Ended(process.exitValue(), read(out), read(err));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Running begin(String... arguments) {
        int number = COUNT.incrementAndGet();
        Path out = config.resolve("out" + number);
        Path err = config.resolve("err" + number);
        var words = new ArrayList<String>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(List.of("-cp", System.getProperty("java.class.path")));
        words.add(Main.class.getName());
        words.addAll(List.of(arguments));
        var builder = new ProcessBuilder(words);
        var variables = new HashMap<>(environment);
        variables.put("XDG_CONFIG_HOME", config.toString());
        builder.environment().clear();
        builder.environment().putAll(variables);
        builder.redirectOutput(out.toFile());
        builder.redirectError(err.toFile());
        try {
            return new Running(builder.start(), out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Ended run(String... arguments) {
        return begin(arguments).end();
    }
}
