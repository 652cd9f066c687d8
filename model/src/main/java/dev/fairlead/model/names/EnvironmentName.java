package dev.fairlead.model.names;

import dev.fairlead.model.errors.InvalidValue;

import java.util.regex.Pattern;

/// An environment's name, as it appears in URLs. A value of this type is always valid.
public record EnvironmentName(String text) {
    private static final Pattern SHAPE = Pattern.compile("[a-z](?:[a-z0-9]|-(?!-)){0,29}");

    /// Every project has it; what names no environment means it.
    public static final EnvironmentName PRODUCTION = new EnvironmentName("production");

    public EnvironmentName {
        if (!SHAPE.matcher(text).matches() || text.endsWith("-")) {
            throw new InvalidValue(
                    "environment name",
                    "use 1-30 of a-z, 0-9 and single '-', starting with a letter and not ending in"
                            + " '-'");
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
