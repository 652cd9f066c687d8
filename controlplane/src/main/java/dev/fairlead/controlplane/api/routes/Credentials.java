package dev.fairlead.controlplane.api.routes;

import dev.fairlead.controlplane.control.access.Caller.Via;
import dev.fairlead.controlplane.control.access.Callers;
import dev.fairlead.controlplane.control.access.Callers.Shown;
import dev.fairlead.controlplane.control.sessions.Sessions;
import dev.fairlead.dataplane.calls.SessionCookie;
import dev.fairlead.dataplane.http.BlockingExchange;
import dev.fairlead.dataplane.runtime.Header;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// What a request proves its caller with: a bearer token, or a cookie with what shows that one of
/// our own pages sent it.
public final class Credentials {
    public static final String COOKIE = SessionCookie.NAME;

    private static final String CSRF_HEADER = "x-csrf-token";
    private static final String BEARER = "Bearer ";
    private static final String AWS = "/api/v1/aws/";
    private static final String SIGNED = "AWS4-";
    private static final Set<String> READS = Set.of("GET", "HEAD");

    private Credentials() {}

    /// Empty where the request shows nothing. Throws `Rejected` for a cookie that another site's
    /// page had sent.
    static Optional<Shown> of(BlockingExchange exchange) {
        Optional<String> organization = exchange.header(Callers.ORGANIZATION_HEADER);
        Optional<String> header = exchange.header("authorization");
        if (header.isPresent()) {
            String text =
                    header.get().regionMatches(true, 0, BEARER, 0, BEARER.length())
                            ? header.get().substring(BEARER.length()).strip()
                            : sessionToken(exchange, header.get());
            return Optional.of(
                    new Shown(Shown.viaOf(text), text, organization, exchange.remoteAddress()));
        }
        Optional<String> cookie = cookie(exchange);
        cookie.filter(_ -> !READS.contains(exchange.method()))
                .ifPresent(text -> ourPage(exchange, text));
        return cookie.map(
                text -> new Shown(Via.COOKIE, text, organization, exchange.remoteAddress()));
    }

    /// What AWS's SDKs send beside a signature, which we could not check.
    private static String sessionToken(BlockingExchange exchange, String authorization) {
        return exchange.path().startsWith(AWS) && authorization.startsWith(SIGNED)
                ? exchange.header("x-amz-security-token").orElse("")
                : "";
    }

    private static Optional<String> cookie(BlockingExchange exchange) {
        for (String pair : exchange.header("cookie").orElse("").split(";", -1)) {
            String one = pair.strip();
            if (one.startsWith(COOKIE + "=")) {
                return Optional.of(one.substring(COOKIE.length() + 1));
            }
        }
        return Optional.empty();
    }

    private static void ourPage(BlockingExchange exchange, String cookie) {
        ownOrigin(exchange);
        String token = exchange.header(CSRF_HEADER).orElse("");
        if (!Sessions.csrfMatches(cookie, token)) {
            throw new Rejected(
                    ErrorCode.CSRF_REFUSED,
                    "send `csrfToken` of GET /session in the header " + CSRF_HEADER);
        }
    }

    /// What the pages of this browser's session send back; empty for who came without a cookie.
    public static String csrfToken(BlockingExchange exchange) {
        return cookie(exchange).map(Sessions::csrfToken).orElse("");
    }

    /// Refuses what a browser says another site's page asked for.
    static void ownOrigin(BlockingExchange exchange) {
        String site = exchange.header("sec-fetch-site").orElse("none");
        boolean foreign =
                exchange.header("origin")
                        .map(origin -> !sameHost(origin, exchange.header("host").orElse("")))
                        .orElse(!site.equals("none") && !site.equals("same-origin"));
        if (foreign) {
            throw new Rejected(
                    ErrorCode.CSRF_REFUSED, "this may be asked for by our own pages alone");
        }
    }

    private static boolean sameHost(String origin, String host) {
        try {
            String authority = URI.create(origin).getRawAuthority();
            return authority != null
                    && authority.toLowerCase(Locale.ROOT).equals(host.toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /// Gives a browser its session.
    public static Header begin(String cookie, long seconds) {
        return new Header(
                "set-cookie",
                COOKIE
                        + "="
                        + cookie
                        + "; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age="
                        + seconds);
    }

    /// Takes it from the browser.
    public static Header end() {
        return begin("", 0);
    }
}
