package dev.fairlead.model.wire;

import java.util.List;

/// Why something failed: a stable code, what to do, and where in the source.
public record FailureJson(String code, String detail, List<DiagnosticJson> diagnostics) {}
