package dev.fairlead.server.caching;

import dev.fairlead.controlplane.api.caching.CacheRoutes;
import dev.fairlead.controlplane.api.routes.Route;
import dev.fairlead.controlplane.control.caching.Cdns;
import dev.fairlead.controlplane.control.caching.Purges;
import dev.fairlead.controlplane.control.services.Services;
import dev.fairlead.controlplane.control.variables.Envelope;
import dev.fairlead.controlplane.jobs.Jobs;
import dev.fairlead.controlplane.store.Database;
import dev.fairlead.controlplane.store.caching.CdnStore;
import dev.fairlead.controlplane.store.caching.PurgeStore;
import dev.fairlead.dataplane.cache.AnswerCache;

import java.time.Clock;
import java.time.Duration;
import java.util.List;

/// Builds what has kept answers forgotten.
public final class Caching {
    private static final Duration DELIVERY = Duration.ofSeconds(2);
    private static final Duration EXPIRY = Duration.ofHours(1);

    private final AnswerCache cache;
    private final PurgeStore store;
    private final Purges purges;
    private final Cdns cdns;

    public Caching(
            Database database,
            AnswerCache cache,
            Envelope envelope,
            Cdns.Roots roots,
            Clock clock) {
        this.cache = cache;
        this.store = new PurgeStore(database, clock);
        this.purges = new Purges(store, cache, clock);
        this.cdns = new Cdns(new CdnStore(database, clock), store, envelope, roots, clock);
    }

    /// Applies what other servers were told.
    public void catchUp() {
        purges.catchUp();
    }

    public List<Jobs.Recurring> recurring() {
        return List.of(
                new Jobs.Recurring("tell-cdns", DELIVERY, cdns::deliver),
                new Jobs.Recurring("forget-purges", EXPIRY, store::expire));
    }

    public List<Route> routes(Services services) {
        return new CacheRoutes(services, cache, purges, store, cdns).routes();
    }
}
