package dev.fairlead.dataplane.rules;

import dev.fairlead.dataplane.rules.PathPattern.Match;
import dev.fairlead.model.errors.InvalidValue;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A path or address made of a request's: `{name}` stands for what the pattern named so, `{rest}`,
/// at the end and behind a `/`, for what came behind the pattern.
public record Template(String text) {
    private static final int MOST_CHARACTERS = 512;
    private static final String REST = "/{rest}";
    private static final Pattern PLACE = Pattern.compile("\\{([a-z][a-z0-9_]*)\\}");

    /// The host is fixed text, and what a request brings stands behind a `/` of ours: nobody is
    /// sent to a host that a link names.
    private static final Pattern ADDRESS =
            Pattern.compile(
                    "(?:https?://[a-z0-9.-]+(?::[0-9]{1,5})?)?(?:/(?![/\\\\])[!-\\[\\]-~]*)?");

    private static final Pattern PATH = Pattern.compile("/(?!/)[!\"$->@-\\[\\]-~]*");

    /// A path by which a service is asked. Throws `InvalidValue` where it cannot be one of
    /// `pattern`'s.
    public static Template path(String text, PathPattern pattern) {
        return checked(
                "rewrite",
                text,
                pattern,
                PATH.matcher(text).matches(),
                "is a path without a query, such as /v2/{rest}");
    }

    /// An address, or a path of the same host, with a query perhaps.
    public static Template address(String text, PathPattern pattern) {
        return checked(
                "redirect",
                text,
                pattern,
                !text.isEmpty() && ADDRESS.matcher(text).matches(),
                "is an address with a host or a path, such as https://example.org/{rest} or"
                        + " /new/{rest}");
    }

    private static Template checked(
            String what, String text, PathPattern pattern, boolean shaped, String rule) {
        if (!shaped || text.length() > MOST_CHARACTERS) {
            throw new InvalidValue(what, rule);
        }
        String plain = text.endsWith(REST) ? text.substring(0, text.length() - 6) : text;
        List<String> names = pattern.names();
        Matcher places = PLACE.matcher(plain);
        while (places.find()) {
            if (!names.contains(places.group(1))) {
                throw new InvalidValue(
                        what,
                        "'"
                                + places.group()
                                + "' is no name in "
                                + pattern
                                + "; {rest} stands at the end, behind a '/'");
            }
        }
        if (PLACE.matcher(plain).replaceAll("x").indexOf('{') >= 0) {
            throw new InvalidValue(what, "has a brace that begins no name");
        }
        return new Template(text);
    }

    public String of(Match match) {
        boolean open = text.endsWith(REST);
        String plain = open ? text.substring(0, text.length() - REST.length()) : text;
        String filled =
                PLACE.matcher(plain)
                        .replaceAll(place ->
                                Matcher.quoteReplacement(
                                        match.values().getOrDefault(place.group(1), "")));
        String all = open ? filled + match.rest() : filled;
        return all.isEmpty() ? "/" : all;
    }
}
