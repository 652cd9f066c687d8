package dev.fairlead.wasm.module;

import dev.fairlead.model.errors.ErrorCode;

/// The guest failed; the message is for its author. Thrown through the guest's own frames.
public final class GuestFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final ErrorCode code;

    public GuestFailure(ErrorCode code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    public ErrorCode code() {
        return code;
    }

    public String text() {
        return String.valueOf(getMessage());
    }
}
