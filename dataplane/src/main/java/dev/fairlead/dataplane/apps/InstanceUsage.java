package dev.fairlead.dataplane.apps;

import java.time.Duration;

/// What an instance takes: memory now, without files that the kernel can drop, of
/// `memoryLimitBytes` that it may take; processor time since it began, and `cpuPercent` of one
/// processor on average since it was looked at before; network traffic since it began; and
/// processes now.
public record InstanceUsage(
        long memoryBytes,
        long memoryLimitBytes,
        Duration cpu,
        double cpuPercent,
        long receivedBytes,
        long sentBytes,
        long processes) {}
