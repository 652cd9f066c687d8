package dev.fairlead.sandbox;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// What a step printed, by lines: clean, masked and cut. Reads on beyond the limit, so that a
/// chatty step is not stopped, and drops what it reads.
final class Printed {
    private static final int LONGEST_LINE = 8192;
    private static final int REMARKS = 100;

    private final List<String> lines = new ArrayList<>();
    private final Mask mask;
    private final Consumer<String> listener;
    private long left;
    private int remarks;

    Printed(int limit, Mask mask, Consumer<String> listener) {
        this.left = limit;
        this.mask = mask;
        this.listener = listener;
    }

    /// Reads a stream to its end. A carriage return ends a line, too: what it would write over
    /// stays to be read.
    void read(InputStream from) {
        var terminal = new TerminalText();
        var text = new StringBuilder();
        boolean returned = false;
        try (var reader = new BufferedReader(new InputStreamReader(from, StandardCharsets.UTF_8))) {
            for (int c = reader.read(); c >= 0; c = reader.read()) {
                int shown = terminal.next((char) c);
                if (shown == '\n' && returned) {
                    returned = false;
                } else if (shown == '\n' || shown == '\r') {
                    line(mask.hide(text.toString()));
                    text.setLength(0);
                    returned = shown == '\r';
                } else if (shown >= 0) {
                    returned = false;
                    text.append((char) shown);
                    cut(text);
                }
            }
        } catch (IOException e) {
            // The process was killed; its lines so far are all there is.
        }
        if (!text.isEmpty()) {
            line(mask.hide(text.toString()));
        }
    }

    /// Breaks a line that is too long; but what may be the beginning of a secret waits for its end.
    private void cut(StringBuilder text) {
        int held = mask.longest();
        if (text.length() < LONGEST_LINE + held) {
            return;
        }
        String hidden = mask.hide(text.toString());
        int end = Math.min(LONGEST_LINE, hidden.length() - held);
        text.setLength(0);
        if (end > 0) {
            line(hidden.substring(0, end));
            text.append(hidden, end, hidden.length());
        } else {
            text.append(hidden);
        }
    }

    private synchronized void line(String text) {
        if (left < 0) {
            return;
        }
        left -= text.length() + 1;
        hand(left < 0 ? "(the output is cut here)" : text);
    }

    /// What the sandbox says is heard beyond the limit.
    synchronized void remark(String text) {
        if (remarks++ < REMARKS) {
            hand(mask.hide(TerminalText.clean(text)));
        }
    }

    private void hand(String text) {
        lines.add(text);
        listener.accept(text);
    }

    synchronized List<String> lines() {
        return List.copyOf(lines);
    }
}
