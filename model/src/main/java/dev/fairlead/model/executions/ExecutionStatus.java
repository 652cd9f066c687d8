package dev.fairlead.model.executions;

/// How an invocation ended.
public enum ExecutionStatus {
    SUCCEEDED,
    FAILED,
    TIMED_OUT,
    REFUSED,
    CANCELLED
}
