package dev.fairlead.controlplane.control.domains;

import dev.fairlead.controlplane.control.domains.Ownership.Finding;
import dev.fairlead.controlplane.store.DatabaseUnavailable;
import dev.fairlead.controlplane.store.domains.Domain;
import dev.fairlead.controlplane.store.domains.DomainCheckStore;
import dev.fairlead.model.domains.DomainState;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Looks claims up again and again: gives domains to whoever proves them first, and takes those
/// back whose proof has been gone for long.
public final class DomainChecks {
    private static final Logger LOG = LoggerFactory.getLogger(DomainChecks.class);
    private static final int AT_ONCE = 20;
    private static final Duration FIRST = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final Duration PENDING = Duration.ofDays(7);
    private static final Duration CONFIRM = Duration.ofHours(12);
    private static final Duration SUSPENDED = Duration.ofDays(30);

    private final DomainCheckStore store;
    private final Ownership ownership;
    private final PublishedHosts published;
    private final Duration grace;
    private final Clock clock;

    public DomainChecks(
            DomainCheckStore store,
            Ownership ownership,
            PublishedHosts published,
            Duration grace,
            Clock clock) {
        this.store = store;
        this.ownership = ownership;
        this.published = published;
        this.grace = grace;
        this.clock = clock;
    }

    /// Looks up those that are due, side by side: name servers are slow when they are.
    public void run() {
        List<Domain> due = store.due(AT_ONCE);
        var threads = new ArrayList<Thread>();
        for (Domain domain : due) {
            threads.add(Thread.ofVirtual().name("domain-check").start(() -> safely(domain)));
        }
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                threads.forEach(Thread::interrupt);
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void safely(Domain domain) {
        try {
            check(domain);
        } catch (DatabaseUnavailable e) {
            LOG.debug("a domain is looked up later domainId={}", domain.id(), e);
        } catch (RuntimeException e) {
            LOG.error("a domain was not looked up domainId={}", domain.id(), e);
            store.unproven(
                    domain.id(), "something went wrong on our side", Optional.of(later(LONGEST)));
        }
    }

    private Instant later(Duration wait) {
        return clock.instant().plus(wait);
    }

    /// Looks this one up now, and notes what was found.
    public void check(Domain domain) {
        switch (ownership.look(domain)) {
            case Finding.Proven(var method) when domain.state() == DomainState.ACTIVE ->
                    store.confirmed(domain.id(), later(CONFIRM));
            case Finding.Proven(var method) -> {
                if (store.proven(domain.id(), method, later(CONFIRM))) {
                    LOG.info("a domain is proven domainId={} by={}", domain.id(), method.word());
                    published.refresh();
                } else {
                    store.unproven(
                            domain.id(),
                            "it is proven, and another project has it until that one removes it",
                            next(domain));
                }
            }
            case Finding.Unproven(String seen) -> {
                store.unproven(domain.id(), seen, next(domain));
                suspendWhenOver(domain);
            }
        }
    }

    private void suspendWhenOver(Domain domain) {
        Instant since = domain.checks().failingSince().orElseGet(clock::instant);
        if (domain.state() == DomainState.ACTIVE && !since.plus(grace).isAfter(clock.instant())) {
            LOG.warn("a domain is suspended: its proof is gone domainId={}", domain.id());
            store.suspend(domain.id());
            published.refresh();
        }
    }

    private Optional<Instant> next(Domain domain) {
        Instant now = clock.instant();
        return switch (domain.state()) {
            case PENDING -> {
                long doubled = FIRST.toMillis() << Math.min(domain.checks().failures(), 20);
                Duration wait = Duration.ofMillis(Math.min(doubled, LONGEST.toMillis()));
                yield now.isBefore(domain.createdAt().plus(PENDING))
                        ? Optional.of(now.plus(wait))
                        : Optional.empty();
            }
            case ACTIVE -> Optional.of(now.plus(LONGEST));
            case SUSPENDED ->
                    now.isBefore(
                                    domain.checks()
                                            .verifiedAt()
                                            .orElse(domain.createdAt())
                                            .plus(SUSPENDED))
                            ? Optional.of(now.plus(CONFIRM))
                            : Optional.empty();
        };
    }
}
