package dev.fairlead.model.wire;

/// What an instance takes. `memoryBytes` is what it holds now of the `memoryLimitBytes` that it
/// may, without files that the kernel can drop; `cpuSeconds` of processor time since it began,
/// `cpuPercent` of one processor on average since it was asked for before, or over a quarter of a
/// second; `receivedBytes` and `sentBytes` over its networks since it began; `processes` now.
public record UsageJson(
        long memoryBytes,
        long memoryLimitBytes,
        double cpuSeconds,
        double cpuPercent,
        long receivedBytes,
        long sentBytes,
        long processes) {}
