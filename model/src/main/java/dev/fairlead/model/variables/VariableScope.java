package dev.fairlead.model.variables;

import java.util.Locale;

/// Where a variable is seen.
public enum VariableScope {
    /// In the steps of a build, and nowhere else.
    BUILD;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
