package dev.fairlead.dataplane.sites;

import dev.fairlead.dataplane.versions.SiteSpec;
import dev.fairlead.model.functions.ContentHash;

import io.netty.buffer.Unpooled;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.buffer.BufferInternal;

import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// Small files of all sites in memory, as many as there is room for; then it begins anew.
final class SmallFiles {
    static final int SMALL = 64 << 10;
    private static final long MOST_BYTES = 64L << 20;

    private final Map<ContentHash, byte[]> files = new ConcurrentHashMap<>();
    private final AtomicLong bytes = new AtomicLong();

    Future<Buffer> get(ContentHash hash, SiteSpec of, Context on) {
        var context = (ContextInternal) on;
        Callable<Buffer> read = () -> buffer(keep(hash, Files.readAllBytes(of.content(hash))));
        return Optional.ofNullable(files.get(hash))
                .map(known -> context.succeededFuture(buffer(known)))
                .orElseGet(() -> context.executeBlocking(read, false));
    }

    private byte[] keep(ContentHash hash, byte[] content) {
        if (bytes.addAndGet(content.length) > MOST_BYTES) {
            files.clear();
            bytes.set(content.length);
        }
        files.put(hash, content);
        return content;
    }

    private static Buffer buffer(byte[] content) {
        return BufferInternal.buffer(Unpooled.wrappedBuffer(content));
    }
}
