package dev.fairlead.model.executions;

/// Whether an instance was ready (`WARM`) or had to be made (`COLD`); `NONE` where none ran.
public enum StartKind {
    NONE,
    COLD,
    WARM
}
