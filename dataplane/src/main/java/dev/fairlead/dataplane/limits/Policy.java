package dev.fairlead.dataplane.limits;

import dev.fairlead.model.functions.RateLimit;

/// A rate limit as a bucket counts it: `requests` in `periodSeconds`, of which one comes back every
/// `intervalNanos`, and `burst` at once. `name` is what callers read.
public record Policy(
        String name, long requests, long periodSeconds, long burst, long intervalNanos) {
    public static Policy of(String name, RateLimit limit) {
        long nanos = limit.period().toNanos();
        return new Policy(
                name,
                limit.requests(),
                limit.period().toSeconds(),
                limit.burst(),
                Math.ceilDiv(nanos, limit.requests()));
    }

    /// A full bucket in time: how long it takes to fill.
    long capacityNanos() {
        return burst * intervalNanos;
    }
}
