package dev.fairlead.engine.api;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Lines of JSON, as engines tell of what goes on; none may be endless.
public final class Lines {
    private static final int LONGEST = 1 << 20;

    private final InputStream from;

    public Lines(InputStream from) {
        this.from = new BufferedInputStream(from);
    }

    /// The next that is not empty; none after the last.
    public Optional<String> next() throws IOException {
        var bytes = new ByteArrayOutputStream();
        while (true) {
            int b = from.read();
            if (b < 0 || b == '\n') {
                String line = bytes.toString(StandardCharsets.UTF_8).strip();
                if (!line.isEmpty() || b < 0) {
                    return Optional.of(line).filter(text -> !text.isEmpty());
                }
                bytes.reset();
            } else if (bytes.size() == LONGEST) {
                throw new IOException("the engine's answer is too long");
            } else {
                bytes.write(b);
            }
        }
    }
}
