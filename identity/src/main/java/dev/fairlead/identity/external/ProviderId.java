package dev.fairlead.identity.external;

import dev.fairlead.model.errors.InvalidValue;

import java.util.regex.Pattern;

/// The name of a configured provider, as it appears in addresses and beside accounts.
public record ProviderId(String text) {
    private static final Pattern SHAPE = Pattern.compile("[a-z][a-z0-9-]{0,62}");

    public ProviderId {
        if (!SHAPE.matcher(text).matches()) {
            throw new InvalidValue(
                    "provider", "use 1-63 of a-z, 0-9 and '-', starting with a letter");
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
