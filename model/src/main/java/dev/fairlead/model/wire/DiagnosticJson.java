package dev.fairlead.model.wire;

/// A remark of a compiler; lines and columns count from 1, 0 is unknown.
public record DiagnosticJson(String file, int line, int column, String message) {}
