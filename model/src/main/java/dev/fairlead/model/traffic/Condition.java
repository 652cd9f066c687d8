package dev.fairlead.model.traffic;

import dev.fairlead.model.errors.InvalidValue;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Requests that go to `version` whatever the weights say: those whose header, query parameter or
/// cookie of that name has that value, or is there at all where no value is named.
public record Condition(Part part, String name, Optional<String> value, int version) {
    private static final int LONGEST = 256;
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}");

    /// Where a request carries it.
    public enum Part {
        HEADER,
        QUERY,
        COOKIE;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<Part> parse(String word) {
            return Arrays.stream(values()).filter(part -> part.word().equals(word)).findFirst();
        }
    }

    public Condition {
        if (!TOKEN.matcher(name).matches()) {
            throw new InvalidValue("name", "use 1-64 characters that a header's name may have");
        }
        if (part == Part.HEADER) {
            name = name.toLowerCase(Locale.ROOT);
        }
        if (value.isPresent() && value.get().length() > LONGEST) {
            throw new InvalidValue("value", "use at most " + LONGEST + " characters");
        }
        if (version < 1) {
            throw new InvalidValue("version", "use a version's number, such as 3");
        }
    }

    /// Whether what a request carries there meets it.
    public boolean met(Optional<String> carried) {
        return carried.isPresent() && (value.isEmpty() || value.equals(carried));
    }
}
