package dev.fairlead.wasm.module;

import dev.fairlead.model.executions.LogLine;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The log lines of one call, bounded in lines and bytes; what is beyond is replaced by one line
/// that says so.
public final class CallLog {
    private static final int MOST_LINES = 1000;
    private static final int MOST_BYTES = 64 << 10;
    private static final int LEVEL_BYTES = 3;
    private static final long NANOS = 1_000_000_000;

    private final CallSources sources;
    private List<LogLine> lines = List.of();
    private byte[] open = {};
    private int openLength;
    private int held;
    private boolean truncated;

    public CallLog(CallSources sources) {
        this.sources = sources;
    }

    public void add(String level, String text) {
        if (truncated) {
            return;
        }
        if (lines.isEmpty()) {
            lines = new ArrayList<>();
        }
        held += text.length();
        truncated = lines.size() >= MOST_LINES || held > MOST_BYTES;
        lines.add(
                truncated
                        ? new LogLine(now(), "warn", "The log was truncated here.")
                        : new LogLine(now(), level, text));
    }

    private Instant now() {
        long now = sources.wallNanos();
        return Instant.ofEpochSecond(now / NANOS, now % NANOS);
    }

    /// Why the call failed; always kept.
    public void fail(String text) {
        if (openLength > 0) {
            endLine();
        }
        if (lines.isEmpty()) {
            lines = new ArrayList<>();
        }
        lines.add(new LogLine(now(), "error", text));
    }

    /// Bytes of a stream: each line of it is a log line, of the level in its prefix.
    public void write(byte[] bytes) {
        if (truncated) {
            return;
        }
        int from = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                append(bytes, from, i);
                endLine();
                from = i + 1;
            }
        }
        append(bytes, from, bytes.length);
        if (openLength > MOST_BYTES) {
            endLine();
        }
    }

    private void append(byte[] bytes, int from, int to) {
        int length = to - from;
        if (openLength + length > open.length) {
            open = java.util.Arrays.copyOf(open, Math.max(openLength + length, 2 * open.length));
        }
        System.arraycopy(bytes, from, open, openLength, length);
        openLength += length;
    }

    private void endLine() {
        int from = levelEnd();
        String level = from == 0 ? "info" : level(open[1]);
        add(level, new String(open, from, openLength - from, StandardCharsets.UTF_8));
        openLength = 0;
    }

    /// Where the text begins: after `<0>` to `<7>`, the prefix that services under systemd use too.
    private int levelEnd() {
        boolean marked =
                openLength >= LEVEL_BYTES
                        && open[0] == '<'
                        && open[1] >= '0'
                        && open[1] <= '7'
                        && open[2] == '>';
        return marked ? LEVEL_BYTES : 0;
    }

    private static String level(byte digit) {
        return switch (digit) {
            case '7' -> "debug";
            case '5', '6' -> "info";
            case '4' -> "warn";
            default -> "error";
        };
    }

    /// All lines; an unfinished one counts.
    public List<LogLine> lines() {
        if (openLength > 0) {
            endLine();
        }
        return List.copyOf(lines);
    }
}
