package dev.fairlead.model.people;

import dev.fairlead.model.errors.InvalidValue;

/// What a person, a group, an organization or a key is called: one line that can be shown anywhere.
public record DisplayName(String text) {
    private static final int LONGEST = 120;

    public DisplayName {
        text = text.strip();
        boolean odd =
                text.codePoints()
                        .anyMatch(c ->
                                Character.isISOControl(c)
                                        || Character.getType(c) == Character.FORMAT
                                        || Character.getType(c) == Character.LINE_SEPARATOR
                                        || Character.getType(c) == Character.SURROGATE
                                        || Character.getType(c) == Character.PARAGRAPH_SEPARATOR);
        if (text.isEmpty() || text.length() > LONGEST || odd) {
            throw new InvalidValue("name", "use 1-120 characters of one line");
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
