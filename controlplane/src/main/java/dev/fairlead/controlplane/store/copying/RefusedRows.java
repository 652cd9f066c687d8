package dev.fairlead.controlplane.store.copying;

/// PostgreSQL is there and does not take these rows, now or later.
public final class RefusedRows extends RuntimeException {
    private static final long serialVersionUID = 1;

    RefusedRows(Throwable cause) {
        super("PostgreSQL refuses rows", cause);
    }
}
