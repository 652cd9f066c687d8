package dev.fairlead.model.wire;

import java.time.Instant;

/// What the gateway counted of a version since then: requests, those with a status of 500 or more,
/// and how long they took. Percentiles are the upper ends of buckets that differ by 41 percent.
public record FiguresJson(
        int version,
        Instant since,
        long requests,
        long errors,
        double errorRate,
        double meanMs,
        double p50Ms,
        double p95Ms,
        double p99Ms) {}
