package dev.fairlead.model.deployments;

/// A compiler's or analyser's remark: where in the source (`line` and `column` from 1, 0 where not
/// known) and what.
public record Diagnostic(String file, int line, int column, String message) {}
