package dev.fairlead.controlplane.control.caching;

import dev.fairlead.controlplane.store.caching.PurgeStore;
import dev.fairlead.controlplane.store.caching.Purged;
import dev.fairlead.controlplane.store.caching.Purged.What;
import dev.fairlead.dataplane.cache.AnswerCache;
import dev.fairlead.dataplane.cache.Purge;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ServiceId;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Has answers forgotten: by this server at once, by the others as soon as they hear.
public final class Purges {
    /// Clocks of servers differ, and what began earlier may be there later.
    private static final Duration OVERLAP = Duration.ofSeconds(30);

    private static final int MOST_KNOWN = 20_000;

    private final PurgeStore store;
    private final AnswerCache cache;
    private final Clock clock;
    private final Set<Long> known = new LinkedHashSet<>();
    private Instant heard;

    public Purges(PurgeStore store, AnswerCache cache, Clock clock) {
        this.store = store;
        this.cache = cache;
        this.clock = clock;
        this.heard = clock.instant();
    }

    /// What was asked for, and how many answers this server forgot.
    public record Done(List<Purged> purges, long forgotten) {}

    public Done purge(OrganizationId organization, ServiceId service, List<What> all) {
        List<Purged> made = store.add(organization, service, all);
        return new Done(made, apply(made));
    }

    /// Applies what was made elsewhere meanwhile.
    public void catchUp() {
        Instant from;
        Instant now = clock.instant();
        synchronized (this) {
            from = heard.minus(OVERLAP);
        }
        List<Purged> made = store.since(from);
        apply(made);
        synchronized (this) {
            heard = now;
        }
    }

    private long apply(List<Purged> all) {
        long forgotten = 0;
        for (Purged one : all) {
            if (isNew(one.id())) {
                forgotten += read(one).map(cache::purge).orElse(0);
            }
        }
        return forgotten;
    }

    private synchronized boolean isNew(long id) {
        if (!known.add(id)) {
            return false;
        }
        if (known.size() > MOST_KNOWN) {
            known.remove(known.iterator().next());
        }
        return true;
    }

    private static Optional<Purge> read(Purged one) {
        What what = one.what();
        ServiceId service = one.service();
        return switch (what.scope()) {
            case EVERYTHING -> Optional.of(new Purge.Everything(service));
            case URL -> Optional.of(new Purge.OfTarget(service, what.host(), what.value()));
            case PREFIX -> Optional.of(new Purge.OfPrefix(service, what.host(), what.value()));
            case TAG -> Optional.of(new Purge.OfTag(service, what.value()));
            case RELEASE -> Optional.empty();
        };
    }
}
