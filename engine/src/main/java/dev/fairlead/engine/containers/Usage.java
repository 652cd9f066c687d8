package dev.fairlead.engine.containers;

/// What a container has taken: memory now, without files that the kernel can drop, and how much it
/// may take; processor time since its start, network traffic since its start over all networks but
/// loopback, and processes now.
public record Usage(
        long memoryBytes,
        long memoryLimitBytes,
        long cpuNanos,
        long receivedBytes,
        long sentBytes,
        long processes) {}
