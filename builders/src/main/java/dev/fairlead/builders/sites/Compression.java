package dev.fairlead.builders.sites;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.encoder.Encoder;
import com.github.luben.zstd.Zstd;

import dev.fairlead.model.sites.Coding;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/// Bytes made smaller once, when they are deployed, so as hard as it goes.
final class Compression {
    private static final int BEST_BROTLI = 11;
    private static final int LARGE_BROTLI = 9;

    /// Above this the best quality of brotli takes seconds a file.
    private static final int LARGE = 1 << 20;

    private static final int ZSTD_LEVEL = 19;

    static {
        Brotli4jLoader.ensureAvailability();
    }

    private Compression() {}

    static byte[] compress(Coding coding, byte[] bytes) throws IOException {
        return switch (coding) {
            case BR -> {
                int quality = bytes.length > LARGE ? LARGE_BROTLI : BEST_BROTLI;
                yield Encoder.compress(bytes, new Encoder.Parameters().setQuality(quality));
            }
            case ZSTD -> Zstd.compress(bytes, ZSTD_LEVEL);
            case GZIP -> {
                var out = new ByteArrayOutputStream();
                try (OutputStream gzip = new BestGzip(out)) {
                    gzip.write(bytes);
                }
                yield out.toByteArray();
            }
        };
    }

    private static final class BestGzip extends GZIPOutputStream {
        BestGzip(OutputStream out) throws IOException {
            super(out);
            def.setLevel(Deflater.BEST_COMPRESSION);
        }
    }
}
