package dev.fairlead.dataplane.answers;

import dev.fairlead.dataplane.calls.SessionCookie;
import dev.fairlead.dataplane.runtime.Header;

import io.vertx.core.MultiMap;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// Functions that are addressed by path answer on the host of our own pages and the API. A browser
/// must not take what they say for ours: it gives their documents an origin of their own, without
/// our cookies, and they touch nothing that belongs to the whole host.
final class SharedOrigin {
    static final String POLICY_HEADER = "content-security-policy";

    /// All but `allow-same-origin` and what moves the whole window
    /// (https://html.spec.whatwg.org/multipage/browsers.html#sandboxing).
    static final String POLICY =
            "sandbox allow-downloads allow-forms allow-modals allow-popups allow-scripts";

    private static final String PATH_ROOT = "/fn/";
    private static final Set<String> OF_THE_HOST =
            Set.of("clear-site-data", "service-worker-allowed", "strict-transport-security");

    /// By one of these a browser gives to any path of the host what was typed for another.
    private static final Pattern ASKS_PASSWORD =
            Pattern.compile("(?i)\\b(basic|digest|negotiate|ntlm)\\b");

    private SharedOrigin() {}

    static boolean holds(String path) {
        return path.startsWith(PATH_ROOT);
    }

    static boolean refuses(Header header) {
        return OF_THE_HOST.contains(header.name())
                || (header.name().equals("set-cookie") && SessionCookie.sets(header.value()))
                || (header.name().equals("www-authenticate") && asksPassword(header.value()));
    }

    private static boolean asksPassword(String challenge) {
        return ASKS_PASSWORD.matcher(challenge).find();
    }

    /// Takes out what is refused.
    static void clean(MultiMap fields) {
        OF_THE_HOST.forEach(fields::remove);
        clean(fields, "set-cookie", SessionCookie::sets);
        clean(fields, "www-authenticate", SharedOrigin::asksPassword);
    }

    private static void clean(MultiMap fields, String name, Predicate<String> refused) {
        List<String> values = fields.getAll(name);
        if (values.stream().anyMatch(refused)) {
            fields.remove(name);
            values.stream().filter(refused.negate()).forEach(value -> fields.add(name, value));
        }
    }

    /// What a browser shows as a document, and so may run.
    static boolean document(String type) {
        return !type.toLowerCase(Locale.ROOT).startsWith("application/json");
    }
}
