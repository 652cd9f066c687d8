package dev.fairlead.dataplane.versions;

import dev.fairlead.dataplane.versions.UpstreamSpec.Place;
import dev.fairlead.dataplane.versions.UpstreamSpec.Scheme;
import dev.fairlead.dataplane.versions.UpstreamSpec.Target;
import dev.fairlead.model.errors.InvalidValue;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Targets as people write them: `http://host:port`, `https://host`, `h2c://[2001:db8::1]:8080`,
/// `http+unix:/run/app.sock`.
public final class TargetAddress {
    private static final Pattern INET =
            Pattern.compile("(https?|h2c)://(\\[[^\\]/]*]|[^:/\\[\\]]+)(?::(\\d{1,5}))?/?");
    private static final Pattern UNIX = Pattern.compile("(https?|h2c)\\+unix:(/.*)");

    private TargetAddress() {}

    public static Target parse(String text) {
        Matcher unix = UNIX.matcher(text);
        if (unix.matches()) {
            return new Target(scheme(unix.group(1)), new Place.Unix(unix.group(2)));
        }
        Matcher inet = INET.matcher(text);
        if (!inet.matches()) {
            throw new InvalidValue(
                    "target",
                    "write http://host:port, https://host, h2c://host:port or"
                            + " http+unix:/path/of.sock, without a path");
        }
        Scheme scheme = scheme(inet.group(1));
        String host = inet.group(2).replace("[", "").replace("]", "");
        int usual = scheme == Scheme.HTTPS ? 443 : 80;
        int port = inet.group(3) == null ? usual : Integer.parseInt(inet.group(3));
        return new Target(scheme, new Place.Inet(host, port));
    }

    private static Scheme scheme(String word) {
        return Scheme.valueOf(word.toUpperCase(Locale.ROOT));
    }

    public static String text(Target target) {
        String scheme = target.scheme().name().toLowerCase(Locale.ROOT);
        return switch (target.place()) {
            case Place.Inet(String host, int port) ->
                    scheme + "://" + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
            case Place.Unix(String path) -> scheme + "+unix:" + path;
        };
    }
}
