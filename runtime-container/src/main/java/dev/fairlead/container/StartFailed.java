package dev.fairlead.container;

import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.errors.ErrorCode;

/// An instance does not answer, and why, for its author.
final class StartFailed extends Exception {
    private static final long serialVersionUID = 1;

    private final ErrorCode code;

    StartFailed(ErrorCode code, String message) {
        super(message);
        this.code = code;
    }

    StartFailed(ErrorCode code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    BuildFailed forAuthor() {
        return new BuildFailed(code, String.valueOf(getMessage()));
    }
}
