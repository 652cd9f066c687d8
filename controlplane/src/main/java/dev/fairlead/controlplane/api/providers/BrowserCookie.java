package dev.fairlead.controlplane.api.providers;

import dev.fairlead.controlplane.control.access.SecretText;
import dev.fairlead.controlplane.store.providers.Provider;
import dev.fairlead.controlplane.store.providers.Provider.Connection.Saml;
import dev.fairlead.dataplane.calls.SessionCookie;
import dev.fairlead.dataplane.http.BlockingExchange;
import dev.fairlead.dataplane.runtime.Header;

import java.util.Optional;

/// The cookie that binds a sign-in to the browser that began it. Two of them: what comes back as a
/// form of another site brings only cookies that are `SameSite=None`.
enum BrowserCookie {
    REDIRECT(SessionCookie.NAME + "-sign-in", "Lax"),
    FORM(SessionCookie.NAME + "-sign-in-form", "None");

    private static final long SECONDS = 600;

    private final String name;
    private final String sameSite;

    BrowserCookie(String name, String sameSite) {
        this.name = name;
        this.sameSite = sameSite;
    }

    static BrowserCookie of(Provider provider) {
        return provider.connection() instanceof Saml ? FORM : REDIRECT;
    }

    /// What the browser shows.
    Optional<SecretText> shown(BlockingExchange exchange) {
        for (String pair : exchange.header("cookie").orElse("").split(";", -1)) {
            String one = pair.strip();
            if (one.startsWith(name + "=")) {
                return SecretText.parse(one.substring(name.length() + 1))
                        .filter(secret -> secret.kind() == SecretText.Kind.BROWSER);
            }
        }
        return Optional.empty();
    }

    /// What the browser shows, or a new one: sign-ins of two tabs do not disturb each other.
    SecretText shownOrNew(BlockingExchange exchange) {
        return shown(exchange).orElseGet(() -> SecretText.generate(SecretText.Kind.BROWSER));
    }

    Header set(SecretText secret) {
        return new Header(
                "set-cookie",
                name
                        + "="
                        + secret.text()
                        + "; Path=/; Secure; HttpOnly; SameSite="
                        + sameSite
                        + "; Max-Age="
                        + SECONDS);
    }
}
