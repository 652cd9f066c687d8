package dev.fairlead.identity.external;

import dev.fairlead.model.errors.InvalidValue;

import java.util.regex.Pattern;

/// Where on our own pages somebody goes after a sign-in: never another site.
public record ReturnPath(String text) {
    private static final Pattern SHAPE = Pattern.compile("/(?![/\\\\])[\\x21-\\x5b\\x5d-\\x7e]*");
    private static final int LONGEST = 1024;

    public ReturnPath {
        if (text.length() > LONGEST || !SHAPE.matcher(text).matches()) {
            throw new InvalidValue(
                    "return path", "use a path of this site: '/' and printable ASCII after it");
        }
    }
}
