package dev.fairlead.builders.intake;

/// How much an upload may unpack to. The ratio of unpacked to uploaded bytes counts only beyond
/// `ratioFreeBytes`.
public record IntakeLimits(long unpackedBytes, int entries, int ratio, long ratioFreeBytes) {
    public static final IntakeLimits DEFAULT = new IntakeLimits(64L << 20, 10_000, 200, 1L << 20);
}
