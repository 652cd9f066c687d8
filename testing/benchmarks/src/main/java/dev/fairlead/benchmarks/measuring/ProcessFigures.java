package dev.fairlead.benchmarks.measuring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// What the kernel counts for a process and everything it started (proc(5)).
public final class ProcessFigures {
    private static final double MICROS_PER_TICK = 10_000;
    private static final double KIB_PER_MIB = 1024;

    private ProcessFigures() {}

    /// User and system time spent so far, in microseconds.
    public static double cpuMicros(ProcessHandle process) {
        return tree(process).map(ProcessFigures::ticks).sum() * MICROS_PER_TICK;
    }

    /// How pages are counted that several processes map: for each of them, or shared among them.
    public enum Memory {
        RSS("Rss"),
        PSS("Pss");

        private final String field;

        Memory(String field) {
            this.field = field;
        }

        public String field() {
            return field;
        }
    }

    /// In MiB.
    public static double memoryMib(ProcessHandle process, Memory memory) {
        return tree(process).map(pid -> kib(pid, memory.field())).sum() / KIB_PER_MIB;
    }

    private static LongStream tree(ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.descendants())
                .mapToLong(ProcessHandle::pid);
    }

    private static long ticks(long pid) {
        String stat = read(pid, "stat");
        if (stat.isEmpty()) {
            return 0;
        }
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }

    private static long kib(long pid, String field) {
        return read(pid, "smaps_rollup")
                .lines()
                .filter(line -> line.startsWith(field + ":"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .sum();
    }

    /// Empty for a process that has just ended.
    private static String read(long pid, String file) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), file));
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            // ESRCH: it ended between opening and reading.
            return "";
        }
    }
}
