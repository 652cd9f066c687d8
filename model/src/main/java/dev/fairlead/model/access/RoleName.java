package dev.fairlead.model.access;

import dev.fairlead.model.errors.InvalidValue;

import java.util.regex.Pattern;

/// The name of a role, one of `Role` or of an organization's own.
public record RoleName(String text) {
    private static final Pattern SHAPE = Pattern.compile("[a-z][a-z0-9-]{0,62}");

    public RoleName {
        if (!SHAPE.matcher(text).matches()) {
            throw new InvalidValue("role", "use 1-63 of a-z, 0-9 and '-', starting with a letter");
        }
    }

    /// Whether every organization has it.
    public boolean builtIn() {
        return Role.parse(text).isPresent();
    }

    @Override
    public String toString() {
        return text;
    }
}
