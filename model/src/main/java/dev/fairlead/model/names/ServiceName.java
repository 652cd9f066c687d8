package dev.fairlead.model.names;

import dev.fairlead.model.errors.InvalidValue;

import java.util.regex.Pattern;

/// A function's name, as it appears in URLs. A value of this type is always valid.
public record ServiceName(String text) {
    private static final Pattern SHAPE = Pattern.compile("[a-z](?:[a-z0-9]|-(?!-)){0,29}");

    public ServiceName {
        if (!SHAPE.matcher(text).matches() || text.endsWith("-")) {
            throw new InvalidValue(
                    "function name",
                    "use 1-30 of a-z, 0-9 and single '-', starting with a letter and not ending in"
                            + " '-'");
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
