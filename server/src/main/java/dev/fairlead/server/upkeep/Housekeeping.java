package dev.fairlead.server.upkeep;

import dev.fairlead.builders.store.ArtifactStore;
import dev.fairlead.controlplane.jobs.Jobs;
import dev.fairlead.controlplane.store.builds.BuildCacheStore;
import dev.fairlead.controlplane.store.idempotency.IdempotencyStore;
import dev.fairlead.controlplane.store.services.PublishedStore;
import dev.fairlead.model.functions.ContentHash;
import dev.fairlead.model.sites.SiteManifest;
import dev.fairlead.server.builds.Sources;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// What has to be done now and then: days of executions, keys of yesterday, and bytes that nobody
/// needs any more.
public final class Housekeeping {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);

    /// Of each organization's build cache.
    private static final long MOST_CACHED_BYTES = 1L << 30;

    /// An upload may be this old before its deployment's row names it.
    private static final Duration GRACE = Duration.ofHours(1);

    private final Days days;
    private final PublishedStore published;
    private final ArtifactStore artifacts;
    private final Sources sources;
    private final IdempotencyStore idempotency;
    private final BuildCacheStore cache;
    private final Clock clock;

    public Housekeeping(
            Days days,
            PublishedStore published,
            ArtifactStore artifacts,
            Sources sources,
            IdempotencyStore idempotency,
            BuildCacheStore cache,
            Clock clock) {
        this.days = days;
        this.published = published;
        this.artifacts = artifacts;
        this.sources = sources;
        this.idempotency = idempotency;
        this.cache = cache;
        this.clock = clock;
    }

    /// What must be there before the first row comes.
    public void prepare() {
        days.prepare();
    }

    public List<Jobs.Recurring> recurring() {
        return List.of(
                new Jobs.Recurring("execution-days", Duration.ofHours(1), days::keep),
                new Jobs.Recurring("idempotency-keys", Duration.ofHours(1), this::keys),
                new Jobs.Recurring("collect-garbage", Duration.ofHours(6), this::garbage));
    }

    private void keys() {
        LOG.info("idempotency keys dropped keys={}", idempotency.purge());
    }

    /// Of a site whose manifest is there; one that cannot be read ends the sweep.
    private Set<ContentHash> contents(ContentHash site) throws IOException {
        return artifacts.exists(site)
                ? SiteManifest.parse(Files.readString(artifacts.path(site))).contents()
                : Set.of();
    }

    private void garbage() {
        Instant before = clock.instant().minus(GRACE);
        cache.shrink(MOST_CACHED_BYTES);
        var needed = new HashSet<>(published.neededHashes());
        try {
            for (String site : published.neededSites()) {
                contents(new ContentHash(site)).forEach(hash -> needed.add(hash.hex()));
            }
            int gone =
                    artifacts.deleteUnreferenced(
                            needed.stream().map(ContentHash::new).collect(Collectors.toSet()),
                            before);
            gone += sources.deleteUnreferenced(needed, before);
            LOG.info("garbage collected files={}", gone);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot collect garbage", e);
        }
    }
}
