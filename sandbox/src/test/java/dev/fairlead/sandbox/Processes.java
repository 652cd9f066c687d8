package dev.fairlead.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/// What the host's process table says.
final class Processes {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final long OWN = ProcessHandle.current().pid();

    private Processes() {}

    private static List<Path> all() {
        try (Stream<Path> found = Files.list(Path.of("/proc"))) {
            return found.filter(path -> path.getFileName().toString().matches("[0-9]+")).toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            // It ended meanwhile.
            return "";
        }
    }

    private static List<String> commands() {
        String own = "/proc/" + ProcessHandle.current().pid();
        return all().stream()
                .filter(path -> !path.toString().equals(own))
                .map(path -> read(path.resolve("cmdline")))
                .toList();
    }

    /// Those that have one of the texts in an argument at its end.
    static List<String> withArgument(String... texts) {
        var found = new ArrayList<String>();
        for (String command : commands()) {
            for (String text : texts) {
                if (command.contains(text + "\0") || command.contains(text + " }\0")) {
                    found.add(command);
                }
            }
        }
        return found;
    }

    /// Those that name a path below the folder.
    static List<String> below(Path folder) {
        return commands().stream().filter(line -> line.contains(folder.toString())).toList();
    }

    /// Those that show the text in their arguments or their environment.
    static List<Path> showing(String text) {
        String own = "/proc/" + ProcessHandle.current().pid();
        return all().stream()
                .filter(path -> !path.toString().equals(own))
                .filter(path ->
                        read(path.resolve("cmdline")).contains(text)
                                || read(path.resolve("environ")).contains(text))
                .toList();
    }

    /// The users of those outside our process namespace that run the program.
    static List<Integer> usersOfStep(String program) {
        return ProcessHandle.allProcesses()
                .filter(each -> !namespace(each.pid()).equals(namespace(OWN)))
                .filter(each -> each.info().command().orElse("").endsWith("/" + program))
                .map(each -> user(each.pid()))
                .toList();
    }

    private static String namespace(long pid) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/" + pid + "/ns/pid")).toString();
        } catch (IOException e) {
            // It ended meanwhile.
            return "";
        }
    }

    private static int user(long pid) {
        String line =
                read(Path.of("/proc/" + pid + "/status"))
                        .lines()
                        .filter(each -> each.startsWith("Uid:"))
                        .findFirst()
                        .orElse("Uid:\t0");
        return Integer.parseInt(line.split("\t", -1)[1]);
    }

    static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("it did not become so");
            }
            Thread.onSpinWait();
        }
    }
}
