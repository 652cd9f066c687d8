package dev.fairlead.dataplane.answers;

import dev.fairlead.dataplane.calls.SessionCookie;
import dev.fairlead.dataplane.runtime.Header;

import io.vertx.core.MultiMap;

import java.util.List;
import java.util.Locale;
import java.util.Set;

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

    private SharedOrigin() {}

    static boolean holds(String path) {
        return path.startsWith(PATH_ROOT);
    }

    static boolean refuses(Header header) {
        return OF_THE_HOST.contains(header.name())
                || (header.name().equals("set-cookie") && SessionCookie.sets(header.value()));
    }

    /// Takes out what is refused.
    static void clean(MultiMap fields) {
        OF_THE_HOST.forEach(fields::remove);
        List<String> cookies = fields.getAll("set-cookie");
        if (cookies.stream().anyMatch(SessionCookie::sets)) {
            fields.remove("set-cookie");
            cookies.stream()
                    .filter(cookie -> !SessionCookie.sets(cookie))
                    .forEach(cookie -> fields.add("set-cookie", cookie));
        }
    }

    /// What a browser shows as a document, and so may run.
    static boolean document(String type) {
        return !type.toLowerCase(Locale.ROOT).startsWith("application/json");
    }
}
