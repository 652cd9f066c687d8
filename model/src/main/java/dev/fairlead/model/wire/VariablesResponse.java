package dev.fairlead.model.wire;

import java.util.List;

/// What is set at a scope by now, and what that did to what is live.
public record VariablesResponse(
        List<ScopedVariableResponse> variables, List<VariableReleaseJson> releases) {}
