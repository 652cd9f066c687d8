package dev.fairlead.model.sites;

import dev.fairlead.model.errors.InvalidValue;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// A header that answers to some paths have.
public record SiteHeader(PathPattern paths, String name, String value) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9!#$%&'*+.^_`|~-]{1,64}");
    private static final int LONGEST = 4096;

    /// What we say of an answer ourselves, and what would make another of it.
    private static final Set<String> OURS =
            Set.of(
                    "accept-ranges",
                    "age",
                    "connection",
                    "content-encoding",
                    "content-length",
                    "content-range",
                    "date",
                    "etag",
                    "keep-alive",
                    "location",
                    "server",
                    "server-timing",
                    "set-cookie",
                    "trailer",
                    "transfer-encoding",
                    "upgrade",
                    "vary",
                    "x-request-id");

    public SiteHeader {
        name = name.toLowerCase(Locale.ROOT);
        if (!NAME.matcher(name).matches()) {
            throw new InvalidValue("header", "'" + name + "' is no name of a header");
        }
        if (OURS.contains(name)) {
            throw new InvalidValue("header", "'" + name + "' is not for sites to say");
        }
        if (value.length() > LONGEST || !value.chars().allMatch(c -> c >= ' ' && c < 127)) {
            throw new InvalidValue("header", "use at most 4096 visible characters of ASCII");
        }
    }
}
