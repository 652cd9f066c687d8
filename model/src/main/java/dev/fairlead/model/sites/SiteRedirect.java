package dev.fairlead.model.sites;

import dev.fairlead.model.errors.InvalidValue;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A rule for paths: another address with 301 to 308, another file of the site with 200 or 404.
/// `force` says that it holds where a file is there, too.
public record SiteRedirect(PathPattern from, String to, int status, boolean force) {
    private static final Set<Integer> ELSEWHERE = Set.of(301, 302, 303, 307, 308);
    private static final Set<Integer> HERE = Set.of(200, 404);
    private static final Pattern PLACEHOLDER = Pattern.compile(":([A-Za-z][A-Za-z0-9_]{0,31})");
    private static final Pattern ABSOLUTE =
            Pattern.compile("https?://[A-Za-z0-9.-]{1,253}(:\\d{1,5})?(/.*)?");
    private static final int LONGEST = 2048;

    public SiteRedirect {
        boolean here = to.startsWith("/") && !to.startsWith("//");
        boolean absolute = ABSOLUTE.matcher(to).matches();
        if (!here && !absolute) {
            throw new InvalidValue(
                    "target", "write a path, or an address with http:// or https://");
        }
        if (to.length() > LONGEST || !to.chars().allMatch(c -> c > ' ' && c < 127 && c != '\\')) {
            throw new InvalidValue("target", "use at most 2048 visible characters of ASCII");
        }
        if (!ELSEWHERE.contains(status) && !HERE.contains(status)) {
            throw new InvalidValue("status", "use 200, 301, 302, 303, 307, 308 or 404");
        }
        if (absolute && HERE.contains(status)) {
            throw new InvalidValue(
                    "status", "another server's answers are not ours: use a service of kind proxy");
        }
        Matcher named = PLACEHOLDER.matcher(path(to));
        while (named.find()) {
            if (!from.names(named.group(1))) {
                throw new InvalidValue("target", "'" + named.group() + "' is not in the path");
            }
        }
    }

    /// What comes after the host, where no port is taken for a placeholder.
    private static String path(String to) {
        return to.substring(hostEnds(to));
    }

    private static int hostEnds(String to) {
        if (to.startsWith("/")) {
            return 0;
        }
        int slash = to.indexOf('/', to.indexOf("//") + 2);
        return slash < 0 ? to.length() : slash;
    }

    public boolean elsewhere() {
        return ELSEWHERE.contains(status);
    }

    /// The target for `path`; empty where the rule is not about it.
    public Optional<String> target(String path) {
        return from.match(path).map(this::filled);
    }

    private String filled(Map<String, String> values) {
        int end = hostEnds(to);
        String filled =
                PLACEHOLDER
                        .matcher(to.substring(end))
                        .replaceAll(named ->
                                Matcher.quoteReplacement(values.getOrDefault(named.group(1), "")));
        // What stands for nothing must not make a path that names a host.
        return to.substring(0, end) + (end == 0 ? filled.replaceFirst("^/{2,}", "/") : filled);
    }
}
