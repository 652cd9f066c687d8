package dev.fairlead.model.wire;

/// What is wrong with a variable; `pointer` names it, as in `/variables/NAME`.
public record VariableProblemJson(String pointer, String detail) {}
