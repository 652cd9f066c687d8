package dev.fairlead.model.variables;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// How far a variable reaches. The later of two hides the earlier.
public enum VariableScope {
    /// What a project's definition gives where nobody set anything.
    DEFAULT,
    INSTALLATION,
    ORGANIZATION,
    PROJECT,
    ENVIRONMENT,
    /// One service, wherever it runs.
    SERVICE,
    /// One service in one environment.
    PLACE,
    /// One deployment, and the version that it makes.
    DEPLOYMENT;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<VariableScope> parse(String word) {
        return Arrays.stream(values()).filter(scope -> scope.word().equals(word)).findFirst();
    }
}
