package dev.fairlead.controlplane.control.keyservice;

import dev.fairlead.model.errors.InvalidValue;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A master key as a key service wrapped it, and as it may lie on a disk: `vault:v1:` and base64,
/// where 1 is the version of the service's key.
public record WrappedKey(String text) {
    private static final String MARK = "vault:";
    private static final int MOST_CHARACTERS = 8 << 10;
    private static final Pattern SHAPE =
            Pattern.compile("vault:v([1-9][0-9]{0,8}):[A-Za-z0-9+/]+={0,2}");

    public WrappedKey {
        if (text.length() > MOST_CHARACTERS || !SHAPE.matcher(text).matches()) {
            throw new InvalidValue("wrapped key", "use vault:v1: and base64, in one line");
        }
    }

    /// Whether somebody meant a wrapped key by this, be it well written or not.
    public static boolean meant(String text) {
        return text.startsWith(MARK);
    }

    /// Of the service's key.
    public int version() {
        Matcher parts = SHAPE.matcher(text);
        return parts.matches() ? Integer.parseInt(parts.group(1)) : 0;
    }
}
