package dev.fairlead.model.deployments;

import dev.fairlead.model.errors.ErrorCode;

import java.util.List;

/// Source, artifact or module cannot become a version, and it is its author's to mend. Carries
/// where.
public final class BuildFailed extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final ErrorCode code;
    private final transient List<Diagnostic> diagnostics;

    public BuildFailed(ErrorCode code, String detail) {
        this(code, detail, List.of());
    }

    public BuildFailed(ErrorCode code, String detail, List<Diagnostic> diagnostics) {
        super(detail, null, false, false);
        this.code = code;
        this.diagnostics = List.copyOf(diagnostics);
    }

    public ErrorCode code() {
        return code;
    }

    public String detail() {
        return String.valueOf(getMessage());
    }

    public List<Diagnostic> diagnostics() {
        return diagnostics;
    }
}
