package dev.fairlead.controlplane.control.routes;

import dev.fairlead.model.functions.Limits;

import java.time.Duration;

/// Limits as they lie on disk.
record KeptLimits(
        long timeoutMs,
        long memoryBytes,
        int concurrency,
        int queueLength,
        long queueTimeoutMs,
        long maxRequestBytes,
        long maxResponseBytes) {
    static KeptLimits of(Limits limits) {
        return new KeptLimits(
                limits.timeout().toMillis(),
                limits.memoryBytes(),
                limits.concurrency(),
                limits.queueLength(),
                limits.queueTimeout().toMillis(),
                limits.maxRequestBytes(),
                limits.maxResponseBytes());
    }

    Limits limits() {
        return new Limits(
                Duration.ofMillis(timeoutMs),
                memoryBytes,
                concurrency,
                queueLength,
                Duration.ofMillis(queueTimeoutMs),
                maxRequestBytes,
                maxResponseBytes);
    }
}
