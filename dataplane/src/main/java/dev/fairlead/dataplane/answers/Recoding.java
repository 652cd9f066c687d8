package dev.fairlead.dataplane.answers;

import com.github.luben.zstd.ZstdOutputStream;

import io.vertx.core.MultiMap;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.zip.GZIPOutputStream;

/// A body that is compressed while it leaves: what is put in comes out at once, so that nothing
/// waits for more. One thread at a time.
public final class Recoding implements AutoCloseable {
    /// Of less, little is left to win.
    static final int LEAST_BYTES = 512;

    private static final int MOST_HEADER = 512;
    private static final int GZIP_LEVEL = 5;
    private static final Set<String> TYPES =
            Set.of(
                    "application/json",
                    "application/javascript",
                    "application/xml",
                    "application/wasm",
                    "application/x-javascript",
                    "application/x-ndjson",
                    "application/manifest+json",
                    "image/svg+xml",
                    "image/x-icon",
                    "font/ttf",
                    "font/otf");

    private final String name;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final OutputStream coder;

    private Recoding(String name) {
        this.name = name;
        try {
            this.coder = name.equals("zstd") ? new ZstdOutputStream(out) : new Gzip(out);
        } catch (IOException e) {
            throw new UncheckedIOException("memory can be written to", e);
        }
    }

    private static final class Gzip extends GZIPOutputStream {
        Gzip(OutputStream out) throws IOException {
            super(out, 8 << 10, true);
            def.setLevel(GZIP_LEVEL);
        }

        @Override
        public void close() throws IOException {
            super.close();
            def.end();
        }
    }

    /// The encoding that a client takes (RFC 9110, section 12.5.3), for an answer with these
    /// `fields`; empty where it is to be left as it is.
    static Optional<Recoding> of(
            @Nullable String accepted, Function<String, @Nullable String> fields) {
        if (accepted == null || accepted.length() > MOST_HEADER || !compressible(fields)) {
            return Optional.empty();
        }
        double zstd = 0;
        double gzip = 0;
        for (String one : accepted.toLowerCase(Locale.ROOT).split(",", -1)) {
            int semicolon = one.indexOf(';');
            String coding = (semicolon < 0 ? one : one.substring(0, semicolon)).strip();
            double weight = semicolon < 0 ? 1 : weight(one.substring(semicolon + 1).strip());
            switch (coding) {
                case "zstd" -> zstd = weight;
                case "gzip", "x-gzip" -> gzip = weight;
                default -> {}
            }
        }
        if (zstd <= 0 && gzip <= 0) {
            return Optional.empty();
        }
        return Optional.of(new Recoding(zstd >= gzip ? "zstd" : "gzip"));
    }

    private static double weight(String parameter) {
        try {
            return parameter.startsWith("q=") ? Double.parseDouble(parameter.substring(2)) : 1;
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static boolean compressible(Function<String, @Nullable String> fields) {
        String control = fields.apply("cache-control");
        boolean kept = control != null && control.contains("no-transform");
        String type = fields.apply("content-type");
        if (type == null
                || kept
                || fields.apply("content-encoding") != null
                || fields.apply("content-range") != null) {
            return false;
        }
        int semicolon = type.indexOf(';');
        String plain =
                (semicolon < 0 ? type : type.substring(0, semicolon))
                        .strip()
                        .toLowerCase(Locale.ROOT);
        return plain.startsWith("text/")
                || TYPES.contains(plain)
                || plain.endsWith("+json")
                || plain.endsWith("+xml");
    }

    /// Says so in the head.
    public void dress(MultiMap fields) {
        fields.remove("content-length").remove("accept-ranges");
        fields.set("content-encoding", name);
        String tag = fields.get("etag");
        // The bytes are others than those that a strong tag names (RFC 9110, section 8.8.3.3).
        if (tag != null && tag.startsWith("\"")) {
            fields.set("etag", "W/" + tag);
        }
    }

    /// What of `bytes` and those before can leave.
    public byte[] next(byte[] bytes) {
        try {
            coder.write(bytes);
            coder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("memory can be written to", e);
        }
        return taken();
    }

    /// The end. Nothing follows.
    public byte[] last() {
        close();
        return taken();
    }

    /// All of a body that came whole.
    byte[] all(byte[] bytes) {
        try {
            coder.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("memory can be written to", e);
        }
        return last();
    }

    private byte[] taken() {
        byte[] bytes = out.toByteArray();
        out.reset();
        return bytes;
    }

    /// Gives its memory back; may be called again.
    @Override
    public void close() {
        try {
            coder.close();
        } catch (IOException e) {
            throw new UncheckedIOException("memory can be written to", e);
        }
    }
}
