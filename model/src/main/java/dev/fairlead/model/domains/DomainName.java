package dev.fairlead.model.domains;

import dev.fairlead.model.errors.InvalidValue;

import java.net.IDN;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// A domain as the network knows it: lower case, labels of other scripts in their `xn--` form, no
/// dot at the end; `*.` before it stands for any one label. A value of this type is always valid.
public record DomainName(String text) {
    private static final String WILDCARD = "*.";
    private static final int MOST = 253;
    private static final Pattern LABEL = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern NUMBER = Pattern.compile("[0-9]+");

    /// Names that no name server can give to anybody (RFC 6761, RFC 6762, RFC 7686, RFC 9476).
    private static final Set<String> RESERVED =
            Set.of("localhost", "local", "invalid", "onion", "alt", "arpa");

    /// What IDNA 2003 and 2008 read differently: a browser may look another name up than we would.
    private static final String AMBIGUOUS = "\u00df\u03c2\u200c\u200d";

    public DomainName {
        String rest = text.startsWith(WILDCARD) ? text.substring(WILDCARD.length()) : text;
        String[] labels = rest.split("\\.", -1);
        if (text.length() > MOST || labels.length < 2) {
            throw invalid("use a name like shop.example.org, of at most " + MOST + " characters");
        }
        for (String label : labels) {
            boolean oddHyphens = label.startsWith("--", 2) && !label.startsWith("xn--");
            if (!LABEL.matcher(label).matches() || oddHyphens) {
                throw invalid(
                        "each part has 1 to 63 of a-z, 0-9 and '-', and begins and ends without"
                                + " '-'; '*' only as the first part");
            }
        }
        String last = labels[labels.length - 1];
        if (NUMBER.matcher(last).matches()) {
            throw invalid("an address of a machine is no domain");
        }
        if (RESERVED.contains(last)) {
            throw invalid("names below '" + last + "' belong to nobody");
        }
    }

    /// Reads what a person writes: any case, any script, a dot at the end.
    public static DomainName parse(String written) {
        String text = written.strip();
        if (text.chars().anyMatch(c -> AMBIGUOUS.indexOf(c) >= 0)) {
            throw invalid("browsers disagree on this name; write it in its xn-- form");
        }
        boolean wild = text.startsWith(WILDCARD);
        String rest = wild ? text.substring(WILDCARD.length()) : text;
        if (rest.endsWith(".")) {
            rest = rest.substring(0, rest.length() - 1);
        }
        try {
            String ascii = IDN.toASCII(rest, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
            return new DomainName(wild ? WILDCARD + ascii : ascii);
        } catch (IllegalArgumentException e) {
            throw invalid("has a character that domains cannot have, or an empty part");
        }
    }

    private static InvalidValue invalid(String rule) {
        return new InvalidValue("domain", rule);
    }

    public boolean wildcard() {
        return text.startsWith(WILDCARD);
    }

    /// Without `*.`.
    public String base() {
        return wildcard() ? text.substring(WILDCARD.length()) : text;
    }

    /// The wildcard that stands for this name, among others.
    public String wildcardAbove() {
        return WILDCARD + text.substring(text.indexOf('.') + 1);
    }

    /// In the script that people read.
    public String shown() {
        return IDN.toUnicode(text);
    }

    @Override
    public String toString() {
        return text;
    }
}
