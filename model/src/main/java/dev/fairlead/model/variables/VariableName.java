package dev.fairlead.model.variables;

import dev.fairlead.model.errors.InvalidValue;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// The name of an environment variable, or of a secret's file. What the sandbox sets itself is not
/// a name.
public record VariableName(String text) implements Comparable<VariableName> {
    private static final Pattern SHAPE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,63}");
    private static final String OURS = "FAIRLEAD_";
    private static final Set<String> TAKEN = Set.of("HOME", "PATH", "LANG");

    public VariableName {
        if (!SHAPE.matcher(text).matches()) {
            throw new InvalidValue(
                    "variable name",
                    "use 1-64 of A-Z, a-z, 0-9 and '_', not starting with a digit");
        }
        if (TAKEN.contains(text)) {
            throw new InvalidValue("variable name", "HOME, PATH and LANG are the sandbox's own");
        }
        if (text.toUpperCase(Locale.ROOT).startsWith(OURS)) {
            throw new InvalidValue("variable name", "names with FAIRLEAD_ are the platform's own");
        }
    }

    @Override
    public int compareTo(VariableName other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
