package dev.fairlead.container.instances;

import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.errors.ErrorCode;

/// An instance does not answer, and why, for its author.
public final class StartFailed extends Exception {
    private static final long serialVersionUID = 1;

    private final ErrorCode code;

    public StartFailed(ErrorCode code, String message) {
        super(message);
        this.code = code;
    }

    public StartFailed(ErrorCode code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public BuildFailed forAuthor() {
        return new BuildFailed(code, String.valueOf(getMessage()));
    }
}
