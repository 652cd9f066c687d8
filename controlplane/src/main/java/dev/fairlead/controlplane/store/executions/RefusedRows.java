package dev.fairlead.controlplane.store.executions;

/// PostgreSQL is there and does not take these rows, now or later.
final class RefusedRows extends RuntimeException {
    private static final long serialVersionUID = 1;

    RefusedRows(Throwable cause) {
        super("PostgreSQL refuses rows of executions", cause);
    }
}
