package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.testkit.providers.OidcProviderProcess;
import dev.fairlead.testkit.providers.SamlIdpProcess;
import dev.fairlead.testkit.providers.SamlIdpProcess.Signing;
import dev.fairlead.testkit.providers.SigningKey;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Providers as people meet them in a browser: which keeps cookies as their rules say, also where a
/// form comes from another site.
@Tag("slow")
@Timeout(240)
class ProviderPagesTest {
    private static final Installation FAIRLEAD =
            Installation.fresh(Map.of("FAIRLEAD_PROVIDER_ADDRESSES", "127.0.0.0/8")).ready();
    private static final People PEOPLE = new People(FAIRLEAD);
    private static final Map<String, Map<String, Object>> ACCOUNTS =
            Map.of(
                    "ada",
                    Map.of(
                            "email",
                            "ada@example.com",
                            "email_verified",
                            true,
                            "name",
                            "Ada",
                            "groups",
                            List.of("engineers")),
                    "eve",
                    Map.of(
                            "email",
                            "first@example.org",
                            "email_verified",
                            true,
                            "name",
                            "Eve",
                            "groups",
                            List.of()));

    private static OidcProviderProcess oidc;
    private static SamlIdpProcess saml;

    private final Visitor visitor;

    ProviderPagesTest(@TempDir Path profile) {
        visitor = new Visitor(profile, FAIRLEAD.url());
    }

    @BeforeAll
    static void begin() throws Exception {
        PEOPLE.owner();
        String start = FAIRLEAD.url() + "/api/v1/sign-in/";
        oidc =
                OidcProviderProcess.start(
                        List.of(
                                new OidcProviderProcess.Client(
                                        "open", URI.create(start + "open/callback"), "RS256")),
                        ACCOUNTS);
        var signing = new Signing(SigningKey.rsa(), true, true, "");
        saml = SamlIdpProcess.start(signing, URI.create(start + "corp/acs"), ACCOUNTS);
        String metadata;
        try (HttpClient client = HttpClient.newHttpClient()) {
            metadata =
                    client.send(
                                    HttpRequest.newBuilder(saml.metadata()).build(),
                                    HttpResponse.BodyHandlers.ofString())
                            .body()
                            // What is left takes forms alone.
                            .replaceAll("<SingleSignOnService[^>]*HTTP-Redirect[^>]*/>", "");
        }
        create(
                Map.of(
                        "name", "open",
                        "kind", "oidc",
                        "displayName", "Open & Co",
                        "issuer", oidc.issuer().toString(),
                        "clientId", "open",
                        "clientSecret", OidcProviderProcess.SECRET,
                        "allowSignUp", true));
        create(
                Map.of(
                        "name", "corp",
                        "kind", "saml",
                        "displayName", "Corp",
                        "metadata", metadata));
    }

    private static void create(Map<String, ?> body) {
        Installation.Reply made = FAIRLEAD.api("POST", "/providers", People.json(body));
        assertThat(made.status()).as(made.body()).isEqualTo(201);
    }

    @AfterEach
    void leave() {
        visitor.close();
    }

    @AfterAll
    static void end() {
        oidc.close();
        saml.close();
        FAIRLEAD.close();
    }

    /// Fills in whatever forms the provider shows until the browser is back.
    private void through(String login) {
        Installation.await(
                () -> !visitor.address().startsWith(FAIRLEAD.url()),
                "the way out from " + visitor.address());
        Installation.await(
                () -> {
                    if (visitor.address().startsWith(FAIRLEAD.url())) {
                        return !visitor.address().contains("/api/v1/sign-in/")
                                || visitor.text().contains("request req_");
                    }
                    visitor.run(
                            "const form = document.forms[0]; if (!form || form.dataset.sent)"
                                    + " return; form.dataset.sent = 'yes';"
                                    + " if (form.login) form.login.value = '"
                                    + login
                                    + "'; if (form.password) form.password.value = 'any';"
                                    + " (form.querySelector('[type=submit]') ||"
                                    + " { click: () => form.submit() }).click();");
                    return false;
                },
                "the way back from " + visitor.address());
    }

    @Test
    void somebody_signs_in_by_a_button_connects_another_provider_and_signs_in_by_that() {
        // When
        visitor.open("/device").at("/login").press("sign-in-open");
        through("ada");
        visitor.at("/device");
        visitor.open("/account").sees("Signed in as ada@example.com").sees("Open & Co");
        visitor.press("connect-corp");
        through("ada");
        visitor.at("/account").sees("Disconnect");
        Installation.await(() -> !visitor.shown("connect-corp"), "corp is connected");
        visitor.press("sign-out").at("/login").press("sign-in-corp");
        through("ada");
        // Then
        visitor.at("/account").sees("Signed in as ada@example.com");
        visitor.run("document.querySelector('#identities li button').click()");
        Installation.await(() -> visitor.shown("connect-corp"), "corp is not connected any more");
        visitor.run("document.querySelector('#identities li button').click()");
        visitor.sees("Set a password first");
        // The provider asks for fonts of another site.
        assertThat(visitor.complaints()).noneMatch(line -> line.contains(FAIRLEAD.url()));
    }

    @Test
    void what_goes_wrong_is_told_on_a_page_with_the_way_on() {
        // When
        visitor.open("/login").press("sign-in-open");
        through("eve");
        // Then
        visitor.sees("There is an account with this address");
        visitor.sees("Sign in another way").sees("request req_");
        assertThat(visitor.text()).doesNotContain("first@example.org");
        visitor.run("document.querySelector('main a').click()");
        visitor.at("/login");
    }
}
