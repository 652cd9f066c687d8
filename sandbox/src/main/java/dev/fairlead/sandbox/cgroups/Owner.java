package dev.fairlead.sandbox.cgroups;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The server process that something on this machine belongs to. A number alone could have been
/// given to another process since; with the time of its start it has not.
public record Owner(long pid, long startTicks) {
    public static Owner ofThisProcess() {
        long pid = ProcessHandle.current().pid();
        return new Owner(pid, startTicks(pid).orElse(0L));
    }

    /// From `text()`, or empty where it is not one.
    public static Optional<Owner> parse(String text) {
        String[] parts = text.split("-", -1);
        try {
            return parts.length == 2
                    ? Optional.of(new Owner(Long.parseLong(parts[0]), Long.parseLong(parts[1])))
                    : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    public boolean alive() {
        return startTicks(pid).equals(Optional.of(startTicks));
    }

    /// As it appears in names of files and groups.
    public String text() {
        return pid + "-" + startTicks;
    }

    /// The 22nd field; the second, the program's name, may hold anything up to the last `)`.
    private static Optional<Long> startTicks(long pid) {
        try {
            String line = Files.readString(Path.of("/proc/" + pid + "/stat"));
            String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
            return Optional.of(Long.parseLong(fields[19]));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
