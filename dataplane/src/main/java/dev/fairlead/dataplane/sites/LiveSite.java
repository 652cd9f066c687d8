package dev.fairlead.dataplane.sites;

import dev.fairlead.dataplane.versions.SiteSpec;
import dev.fairlead.model.sites.SiteManifest;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.concurrent.Callable;

/// A version of a site that can answer. Its manifest is read when it is first asked for. For any
/// thread.
public final class LiveSite {
    private final SiteSpec spec;
    private volatile @Nullable SiteIndex index;

    public LiveSite(SiteSpec spec) {
        this.spec = spec;
    }

    public SiteSpec spec() {
        return spec;
    }

    Future<SiteIndex> index(Context on) {
        var context = (ContextInternal) on;
        Callable<SiteIndex> read = this::read;
        return Optional.ofNullable(index)
                .map(known -> context.succeededFuture(known))
                .orElseGet(() -> context.executeBlocking(read, false));
    }

    private SiteIndex read() throws IOException {
        var made = new SiteIndex(SiteManifest.parse(Files.readString(spec.manifest())));
        index = made;
        return made;
    }
}
