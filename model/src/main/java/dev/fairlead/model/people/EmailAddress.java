package dev.fairlead.model.people;

import dev.fairlead.model.errors.InvalidValue;

import java.net.IDN;
import java.util.Locale;
import java.util.regex.Pattern;

/// An email address in the one form that is compared: lower case, the domain as DNS has it. Letters
/// beyond ASCII before the `@` are refused, because some look like others; in a domain they become
/// their ASCII form, where they no longer do.
public record EmailAddress(String text) {
    private static final int LONGEST = 254;
    private static final Pattern LOCAL =
            Pattern.compile("[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*");
    private static final Pattern DOMAIN =
            Pattern.compile(
                    "(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)*"
                            + "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");

    public EmailAddress {
        text = normal(text);
    }

    private static String normal(String given) {
        String stripped = given.strip();
        int at = stripped.lastIndexOf('@');
        if (at < 1 || at > 64 || stripped.length() > LONGEST) {
            throw invalid();
        }
        String local = stripped.substring(0, at).toLowerCase(Locale.ROOT);
        String domain = ascii(stripped.substring(at + 1)).toLowerCase(Locale.ROOT);
        if (!LOCAL.matcher(local).matches() || !DOMAIN.matcher(domain).matches()) {
            throw invalid();
        }
        return local + "@" + domain;
    }

    private static String ascii(String domain) {
        try {
            return IDN.toASCII(domain, IDN.USE_STD3_ASCII_RULES);
        } catch (IllegalArgumentException e) {
            throw invalid();
        }
    }

    private static InvalidValue invalid() {
        return new InvalidValue(
                "email address",
                "use name@example.org, at most 254 characters, plain letters" + " before the '@'");
    }

    public String domain() {
        return text.substring(text.lastIndexOf('@') + 1);
    }

    @Override
    public String toString() {
        return text;
    }
}
