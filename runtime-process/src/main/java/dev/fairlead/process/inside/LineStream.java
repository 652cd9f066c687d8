package dev.fairlead.process.inside;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/// Hands on what is printed, line by line; a line that is too long, in pieces.
final class LineStream extends OutputStream {
    private static final int LONGEST = 8192;

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final Consumer<String> lines;

    LineStream(Consumer<String> lines) {
        this.lines = lines;
    }

    @Override
    public synchronized void write(int b) {
        if (b == '\n') {
            end();
        } else {
            line.write(b);
            if (line.size() >= LONGEST) {
                end();
            }
        }
    }

    synchronized void end() {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        lines.accept(text);
    }

    synchronized void rest() {
        if (line.size() > 0) {
            end();
        }
    }
}
