package dev.fairlead.container.lambda.events;

import dev.fairlead.container.lambda.events.HttpResult.Invalid;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Optional;

/// The JSON before a streamed answer, which eight zeros end. Fed with the bytes as they come.
public final class Prelude {
    /// The type of a stream that begins with one.
    public static final String TYPE = "application/vnd.awslambda.http-integration-response";

    private static final int ZEROS = 8;
    private static final int MOST = 64 << 10;

    private final ByteArrayOutputStream read = new ByteArrayOutputStream();
    private int zeros;
    private byte[] rest = new byte[0];

    /// The head of the response, where that is known now; `rest` gives what of its body came.
    public Optional<HttpResult> next(byte[] bytes) throws Invalid {
        for (int i = 0; i < bytes.length; i++) {
            read.write(bytes[i]);
            zeros = bytes[i] == 0 ? zeros + 1 : 0;
            if (zeros == ZEROS) {
                byte[] all = read.toByteArray();
                var head = HttpResult.prelude(Arrays.copyOf(all, all.length - ZEROS));
                rest = Arrays.copyOfRange(bytes, i + 1, bytes.length);
                return Optional.of(head);
            }
            if (read.size() > MOST) {
                throw new Invalid("the metadata of its stream is too long");
            }
        }
        return Optional.empty();
    }

    public byte[] rest() {
        return rest;
    }
}
