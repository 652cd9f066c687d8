package dev.fairlead.process;

import dev.fairlead.model.executions.LogLine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The log lines of one call, bounded; one line says what was cut.
final class ChildLog {
    private static final int MOST_LINES = 1000;
    private static final int MOST_LETTERS = 64 << 10;

    private final List<LogLine> lines = new ArrayList<>();
    private int letters;
    private boolean cut;

    void add(char level, String text) {
        if (cut) {
            return;
        }
        letters += text.length();
        cut = lines.size() >= MOST_LINES || letters > MOST_LETTERS;
        lines.add(
                cut
                        ? new LogLine(Instant.now(), "warn", "The log was truncated here.")
                        : new LogLine(Instant.now(), word(level), text));
    }

    /// Why the call failed; always kept.
    void fail(String text) {
        lines.add(new LogLine(Instant.now(), "error", text));
    }

    private static String word(char level) {
        return switch (level) {
            case 'd' -> "debug";
            case 'w' -> "warn";
            case 'e' -> "error";
            default -> "info";
        };
    }

    List<LogLine> lines() {
        return List.copyOf(lines);
    }
}
