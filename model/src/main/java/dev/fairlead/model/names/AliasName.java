package dev.fairlead.model.names;

import dev.fairlead.model.errors.InvalidValue;

import java.util.regex.Pattern;

/// A name for traffic, such as `live`. A value of this type is always valid.
public record AliasName(String text) {
    private static final Pattern SHAPE = Pattern.compile("[a-z](?:[a-z0-9]|-(?!-)){0,29}");

    public AliasName {
        if (!SHAPE.matcher(text).matches() || text.endsWith("-")) {
            throw new InvalidValue(
                    "alias name",
                    "use 1-30 of a-z, 0-9 and single '-', starting with a letter and not ending in"
                            + " '-'");
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
