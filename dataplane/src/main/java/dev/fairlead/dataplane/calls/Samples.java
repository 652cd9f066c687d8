package dev.fairlead.dataplane.calls;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// The sizes of a call's input and output and, where the function opted in, the first `MOST_BYTES`
/// of each.
public final class Samples {
    static final int MOST_BYTES = 4096;

    private final boolean wanted;
    private final byte @Nullable [] input;
    private final long requestBytes;
    private @Nullable ByteArrayOutputStream output;

    /// `input` is null where the body streams by; its size is then -1.
    public Samples(boolean wanted, byte @Nullable [] input) {
        this.wanted = wanted;
        this.input = input;
        this.requestBytes = input == null ? -1 : input.length;
    }

    void output(byte[] bytes) {
        if (!wanted) {
            return;
        }
        if (output == null) {
            output = new ByteArrayOutputStream();
        }
        int room = MOST_BYTES - output.size();
        output.write(bytes, 0, Math.min(room, bytes.length));
    }

    long requestBytes() {
        return requestBytes;
    }

    Optional<String> inputSample() {
        return wanted && input != null
                ? Optional.of(text(Arrays.copyOf(input, Math.min(input.length, MOST_BYTES))))
                : Optional.empty();
    }

    Optional<String> outputSample() {
        return output == null ? Optional.empty() : Optional.of(text(output.toByteArray()));
    }

    /// Bytes that are no UTF-8 become U+FFFD; NUL, which PostgreSQL text cannot hold, too.
    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8).replace('\0', '\ufffd');
    }
}
