package dev.fairlead.builders.analysis;

/// Whether a finding stops a build or is a line in its log.
public enum Severity {
    BLOCK,
    WARN
}
