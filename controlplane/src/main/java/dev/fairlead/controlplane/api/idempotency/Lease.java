package dev.fairlead.controlplane.api.idempotency;

import dev.fairlead.controlplane.store.DatabaseUnavailable;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Renews a claim for as long as its request is being answered, however long that takes.
final class Lease implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Lease.class);

    private final CountDownLatch ended = new CountDownLatch(1);

    private Lease() {}

    static Lease renewed(Duration every, Runnable renew) {
        var lease = new Lease();
        Thread.ofVirtual().name("idempotency-lease").start(() -> lease.run(every, renew));
        return lease;
    }

    private void run(Duration every, Runnable renew) {
        try {
            while (!ended.await(every.toNanos(), TimeUnit.NANOSECONDS)) {
                renew(renew);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void renew(Runnable renew) {
        try {
            renew.run();
        } catch (DatabaseUnavailable e) {
            LOG.warn("database away, an idempotency key may be free before its time", e);
        }
    }

    @Override
    public void close() {
        ended.countDown();
    }
}
