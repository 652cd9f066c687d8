package dev.fairlead.dataplane.cache;

import java.util.concurrent.atomic.LongAdder;

/// What became of a service's requests since the start, as far as the cache has a say.
public final class CacheFigures {
    private final LongAdder hits = new LongAdder();
    private final LongAdder stale = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private final LongAdder waited = new LongAdder();
    private final LongAdder passed = new LongAdder();
    private final LongAdder stored = new LongAdder();

    /// How much is kept of a service at a moment: answers, and their bytes in memory and on disk.
    public record Kept(long answers, long memoryBytes, long diskBytes) {}

    /// Of a moment: answered from the cache (`hits`, of those `stale`), by the service (`misses`),
    /// by another request's answer (`waited`), by the service as it is nobody else's (`passed`);
    /// and answers that were taken in (`stored`).
    public record Counts(
            long hits, long stale, long misses, long waited, long passed, long stored) {}

    public void hit(boolean old) {
        hits.increment();
        if (old) {
            stale.increment();
        }
    }

    public void missed() {
        misses.increment();
    }

    public void waited() {
        waited.increment();
    }

    public void passed() {
        passed.increment();
    }

    void stored() {
        stored.increment();
    }

    public Counts counts() {
        return new Counts(
                hits.sum(), stale.sum(), misses.sum(), waited.sum(), passed.sum(), stored.sum());
    }
}
