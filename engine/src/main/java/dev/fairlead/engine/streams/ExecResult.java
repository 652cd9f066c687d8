package dev.fairlead.engine.streams;

/// How a command in a container ended and what it printed, as UTF-8; `cut` where that was more than
/// is kept.
public record ExecResult(int exitCode, String output, String errors, boolean cut) {}
