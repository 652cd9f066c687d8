package dev.fairlead.controlplane.control.audit;

import dev.fairlead.controlplane.store.DatabaseUnavailable;
import dev.fairlead.controlplane.store.audit.AuditStore;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// Writes refused tries into the audit log: of each address so many a minute, so that nobody fills
/// the disk by being refused. What was left out is counted in the server's log.
public final class Refusals {
    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);
    private static final int A_MINUTE = 300;
    private static final int MOST_ADDRESSES = 10_000;
    private static final int MILLIS_A_MINUTE = 60_000;

    private final AuditStore store;
    private final Clock clock;
    private final Map<String, AtomicInteger> written = new ConcurrentHashMap<>();
    private final AtomicLong minute = new AtomicLong();
    private final AtomicInteger leftOut = new AtomicInteger();

    public Refusals(AuditStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /// Best effort: a refusal stands also where the database is away.
    public void write(AuditStore.Refused refused) {
        if (!within(refused.address())) {
            leftOut.incrementAndGet();
            return;
        }
        try {
            store.refused(refused);
        } catch (DatabaseUnavailable e) {
            LOG.warn("a refused try is not in the audit log code={}", refused.code(), e);
        }
    }

    private boolean within(String address) {
        long now = clock.millis() / MILLIS_A_MINUTE;
        long before = minute.getAndSet(now);
        if (before != now) {
            written.clear();
            int count = leftOut.getAndSet(0);
            if (count > 0) {
                LOG.warn("refused tries are not in the audit log count={}", count);
            }
        }
        return written.size() < MOST_ADDRESSES
                && written.computeIfAbsent(address, _ -> new AtomicInteger()).incrementAndGet()
                        <= A_MINUTE;
    }
}
