package dev.fairlead.model.wire;

import java.util.List;

/// All that is seen, and all that is wrong with it.
public record EffectiveVariablesResponse(
        List<EffectiveVariableJson> variables, List<VariableProblemJson> errors) {}
