package dev.fairlead.model.names;

import dev.fairlead.model.errors.InvalidValue;

import java.util.regex.Pattern;

/// A project's name, as it appears in URLs. A value of this type is always valid.
public record ProjectName(String text) {
    private static final Pattern SHAPE = Pattern.compile("[a-z](?:[a-z0-9]|-(?!-)){0,31}");

    public ProjectName {
        if (!SHAPE.matcher(text).matches() || text.endsWith("-")) {
            throw new InvalidValue(
                    "project name",
                    "use 1-32 of a-z, 0-9 and single '-', starting with a letter and not ending in"
                            + " '-'");
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
