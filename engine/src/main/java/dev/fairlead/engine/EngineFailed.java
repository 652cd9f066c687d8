package dev.fairlead.engine;

import java.io.IOException;

/// The engine's answer that it did not do what it was asked.
public final class EngineFailed extends IOException {
    private static final long serialVersionUID = 1;

    private final int status;

    EngineFailed(int status, String message) {
        super(message);
        this.status = status;
    }

    /// As in HTTP: 404 for what is not there, 409 for what is in the way.
    public int status() {
        return status;
    }
}
