package dev.fairlead.identity.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.identity.external.ProviderId;
import dev.fairlead.identity.external.RefusalReason;
import dev.fairlead.identity.external.ReturnPath;
import dev.fairlead.identity.external.SignInOutcome;
import dev.fairlead.identity.external.SignInOutcome.Refused;
import dev.fairlead.identity.external.SignInOutcome.SignedIn;
import dev.fairlead.identity.oidc.SignInStart.Leaving;
import dev.fairlead.identity.oidc.SignInStart.NotPossible;
import dev.fairlead.identity.outbound.Outbound;
import dev.fairlead.identity.outbound.OutboundRules;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;

import javax.net.ssl.SSLSocketFactory;

/// Callbacks and descriptions of somebody who wants in as another one.
@Tag("slow")
class HostileCallbackTest {
    private static final URI BACK = URI.create("http://127.0.0.1:1/callback");

    private final HandClock clock = new HandClock();
    private HostileIssuer issuer;

    @BeforeEach
    void start() throws IOException {
        issuer = new HostileIssuer();
    }

    @AfterEach
    void stop() {
        issuer.close();
    }

    private OidcClient client(String id, Outbound outbound) {
        var credentials =
                new ClientCredentials(HostileIssuer.CLIENT, "secret of the client 123456");
        var provider = OidcProvider.discovered(new ProviderId(id), issuer.issuer(), credentials);
        return new OidcClient(provider, BACK, outbound, clock);
    }

    private OidcClient client() {
        return client("corp", Loopback.OUTBOUND);
    }

    private static PendingSignIn begun(OidcClient client) {
        return ((Leaving) client.begin(new ReturnPath("/"))).pending();
    }

    private void tokenFor(PendingSignIn pending) {
        issuer.idToken = issuer.signed(issuer.claims(pending, clock.instant()).build());
    }

    private static void assertRefused(SignInOutcome outcome, RefusalReason reason) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused ->
                                assertThat(refused.reason())
                                        .as(refused.detail())
                                        .isEqualTo(reason));
    }

    private static void assertNotBegun(OidcClient client, RefusalReason reason) {
        SignInStart start = client.begin(new ReturnPath("/"));
        assertThat(start)
                .isInstanceOfSatisfying(NotPossible.class, not -> assertRefused(not.why(), reason));
    }

    @ParameterizedTest
    @CsvSource({
        "code=a&state=other, STATE_WRONG",
        "code=a, STATE_WRONG",
        "code=a&state=, STATE_WRONG",
        "code=a&state=STATE&state=STATE, MALFORMED",
        "code=a&code=b&state=STATE, MALFORMED",
        "code=%zz&state=STATE, MALFORMED",
        "state=STATE, CODE_MISSING",
        "code=&state=STATE, CODE_MISSING",
        "error=access_denied&state=STATE, PROVIDER_SAID_NO",
        "error=access_denied, STATE_WRONG",
        "code=a&state=STATE&iss=https%3A%2F%2Fother.example, WRONG_PROVIDER",
        "code=a&state=STATE&iss=, WRONG_PROVIDER",
    })
    void a_callback_that_is_not_the_one_expected_is_refused(String query, RefusalReason reason) {
        // Given
        OidcClient client = client();
        PendingSignIn pending = begun(client);
        tokenFor(pending);
        // When
        SignInOutcome outcome = client.finish(pending, query.replace("STATE", pending.state()));
        // Then
        assertRefused(outcome, reason);
    }

    @Test
    void a_provider_that_says_who_it_is_must_always_say_it() {
        // Given
        issuer.description.put("authorization_response_iss_parameter_supported", true);
        OidcClient client = client();
        PendingSignIn pending = begun(client);
        tokenFor(pending);
        String query = "code=a&state=" + pending.state();
        // When
        SignInOutcome silent = client.finish(pending, query);
        SignInOutcome said = client.finish(pending, query + "&iss=" + issuer.issuer());
        // Then
        assertRefused(silent, RefusalReason.WRONG_PROVIDER);
        assertThat(said).isInstanceOf(SignedIn.class);
    }

    @Test
    void a_sign_in_begun_with_another_provider_is_refused() {
        // Given
        PendingSignIn pending = begun(client("other", Loopback.OUTBOUND));
        // When
        SignInOutcome outcome = client().finish(pending, "code=a&state=" + pending.state());
        // Then
        assertRefused(outcome, RefusalReason.WRONG_PROVIDER);
    }

    @Test
    void a_sign_in_begun_long_ago_is_refused() {
        // Given
        OidcClient client = client();
        PendingSignIn pending = begun(client);
        clock.turn(Duration.ofMinutes(10));
        // When
        SignInOutcome outcome = client.finish(pending, "code=a&state=" + pending.state());
        // Then
        assertRefused(outcome, RefusalReason.PENDING_EXPIRED);
    }

    @Test
    void a_description_of_another_issuer_is_refused() {
        // Given
        issuer.description.put("issuer", "https://accounts.example.com");
        // When / Then
        assertNotBegun(client(), RefusalReason.ISSUER_WRONG);
    }

    @Test
    void an_endless_description_is_refused() {
        // Given
        issuer.padding = " ".repeat(1 << 20);
        // When / Then
        assertNotBegun(client(), RefusalReason.PROVIDER_ANSWER_TOO_LARGE);
    }

    @Test
    void a_description_that_is_elsewhere_is_refused() {
        // Given
        issuer.redirect = issuer.issuer() + "/keys";
        // When / Then
        assertNotBegun(client(), RefusalReason.PROVIDER_DOCUMENT_WRONG);
        assertThat(issuer.keysAsked).hasValue(0);
    }

    @ParameterizedTest
    @CsvSource({
        "authorization_endpoint, javascript:alert(1)",
        "authorization_endpoint, file:///etc/passwd",
        "authorization_endpoint, http://user@127.0.0.1/",
        "authorization_endpoint, http://127.0.0.1.evil.example/",
        "jwks_uri, file:///etc/passwd",
        "jwks_uri, https://169.254.169.254/keys",
        "jwks_uri, http://10.0.0.1/keys",
        "jwks_uri, https://[::1]/keys",
    })
    void a_description_cannot_lead_elsewhere(String name, String address) {
        // Given
        issuer.description.put(name, address);
        // When / Then
        assertNotBegun(client(), RefusalReason.PROVIDER_ADDRESS_REFUSED);
    }

    @Test
    void this_machine_is_asked_only_where_the_operator_allows_it() {
        // Given
        var strict =
                new Outbound(
                        OutboundRules.STRICT,
                        (SSLSocketFactory) SSLSocketFactory.getDefault(),
                        Outbound.Bounds.STANDARD);
        // When / Then
        assertNotBegun(client("corp", strict), RefusalReason.PROVIDER_ADDRESS_REFUSED);
        assertThat(issuer.descriptionsAsked).hasValue(0);
    }

    @Test
    void what_is_known_is_not_asked_for_at_a_strangers_rate() {
        // Given
        OidcClient client = client();
        // When
        for (int i = 0; i < 50; i++) {
            begun(client);
        }
        // Then
        assertThat(issuer.descriptionsAsked).hasValue(1);
        assertThat(issuer.keysAsked).hasValue(1);
    }

    @Test
    void a_provider_that_fails_is_left_alone_for_a_moment_and_asked_again_then() {
        // Given
        issuer.redirect = "/elsewhere";
        OidcClient client = client();
        assertNotBegun(client, RefusalReason.PROVIDER_DOCUMENT_WRONG);
        // When
        assertNotBegun(client, RefusalReason.PROVIDER_UNREACHABLE);
        // Then
        assertThat(issuer.descriptionsAsked).hasValue(1);
        issuer.redirect = "";
        clock.turn(Duration.ofSeconds(10));
        assertThat(client.begin(new ReturnPath("/"))).isInstanceOf(Leaving.class);
    }
}
