package dev.fairlead.controlplane.store;

/// PostgreSQL cannot be reached, or does not answer in time. What was asked did not happen, or its
/// outcome is unknown.
public final class DatabaseUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1;

    public DatabaseUnavailable(String what, Throwable cause) {
        super(what, cause);
    }
}
