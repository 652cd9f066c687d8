package dev.fairlead.dataplane.limits;

import dev.fairlead.dataplane.limits.RequestLedger.Spent;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ServiceId;
import dev.fairlead.model.names.ProjectName;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/// Quotas of requests: each instance counts for itself, tells the ledger once a second and hears
/// whose quota is used up. A request asks nobody, so what comes within that second may be more than
/// the quota. Without the ledger it goes on counting, and what it heard last holds.
public final class RequestQuotas implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RequestQuotas.class);
    private static final long ROUND_MILLIS = 1_000;
    private static final int QUIET_ROUNDS = 3;

    private final Map<ServiceId, LongAdder> counts = new ConcurrentHashMap<>();
    private final Clock clock;
    private volatile Spent spent = Spent.NONE;
    private volatile Optional<RequestLedger> ledger = Optional.empty();
    private volatile boolean closed;
    private final Thread thread = Thread.ofVirtual().name("request-quotas").unstarted(this::run);

    public RequestQuotas(Clock clock) {
        this.clock = clock;
    }

    /// How long until a quota allows requests again; empty where it does now.
    public Optional<Duration> spent(OrganizationId organization, ProjectName project) {
        Spent now = spent;
        if (now.all().isEmpty()) {
            return Optional.empty();
        }
        boolean is =
                now.all().contains(new Spent.Of(organization, Optional.empty()))
                        || now.all().contains(new Spent.Of(organization, Optional.of(project)));
        Instant at = clock.instant();
        return is && at.isBefore(now.until())
                ? Optional.of(Duration.between(at, now.until()))
                : Optional.empty();
    }

    /// One more.
    public void count(ServiceId function) {
        LongAdder count = counts.get(function);
        if (count == null) {
            count = counts.computeIfAbsent(function, _ -> new LongAdder());
        }
        count.increment();
    }

    /// From now on the ledger is told.
    public void start(RequestLedger joined) {
        ledger = Optional.of(joined);
        thread.start();
    }

    private void run() {
        for (int round = 0; !closed; round++) {
            try {
                settle(round % QUIET_ROUNDS == 0);
                TimeUnit.MILLISECONDS.sleep(ROUND_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                LOG.error("requests were not counted for quotas", e);
            }
        }
    }

    /// Tells what came since the last time; with nothing to tell it only hears, where that is
    /// `due`. What could not be told is told later.
    synchronized void settle(boolean due) {
        var requests = new HashMap<ServiceId, Long>();
        counts.forEach((function, count) -> {
            long sum = count.sumThenReset();
            if (sum > 0) {
                requests.put(function, sum);
            }
        });
        if (requests.isEmpty() && !due) {
            return;
        }
        Optional<Spent> heard = Optional.empty();
        try {
            heard = ledger.flatMap(to -> to.settle(requests));
        } finally {
            if (heard.isEmpty()) {
                requests.forEach((function, sum) ->
                        counts.computeIfAbsent(function, _ -> new LongAdder()).add(sum));
            }
        }
        heard.ifPresent(now -> spent = now);
    }

    /// Tells what is left to tell.
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        if (ledger.isPresent()) {
            settle(false);
        }
    }
}
