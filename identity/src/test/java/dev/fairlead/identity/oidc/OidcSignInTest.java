package dev.fairlead.identity.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.identity.external.ExternalIdentity;
import dev.fairlead.identity.external.ExternalIdentity.Email;
import dev.fairlead.identity.external.ProviderId;
import dev.fairlead.identity.external.RefusalReason;
import dev.fairlead.identity.external.ReturnPath;
import dev.fairlead.identity.external.SignInOutcome;
import dev.fairlead.identity.external.SignInOutcome.Refused;
import dev.fairlead.identity.external.SignInOutcome.SignedIn;
import dev.fairlead.identity.oidc.OidcProvider.ClaimNames;
import dev.fairlead.identity.oidc.SignInStart.Leaving;
import dev.fairlead.testkit.providers.FormWalk;
import dev.fairlead.testkit.providers.OidcProviderProcess;
import dev.fairlead.testkit.providers.OidcProviderProcess.Client;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// Sign-in with a real provider, whose forms are filled in.
class OidcSignInTest {
    private static final URI BACK = URI.create("http://127.0.0.1:1/callback");
    private static final ReturnPath HOME = new ReturnPath("/projects?tab=all");
    private static final Map<String, Map<String, Object>> ACCOUNTS =
            Map.of(
                    "ada",
                    Map.of(
                            "email",
                            "ada@example.com",
                            "email_verified",
                            true,
                            "name",
                            "Ada \u00c5ngstr\u00f6m",
                            "groups",
                            List.of("engineers", "admins")),
                    "eve",
                    Map.of("email", "ada@example.com", "email_verified", false));

    private static OidcProviderProcess process;

    @BeforeAll
    static void start() throws IOException {
        List<Client> clients =
                Stream.of("RS256", "PS256", "ES256", "EdDSA")
                        .map(algorithm -> new Client(algorithm, BACK, algorithm))
                        .toList();
        process = OidcProviderProcess.start(clients, ACCOUNTS);
    }

    @AfterAll
    static void stop() {
        process.close();
    }

    private static OidcClient client(String id, Set<String> domains) {
        var provider =
                new OidcProvider(
                        new ProviderId("corp"),
                        process.issuer(),
                        new ClientCredentials(id, OidcProviderProcess.SECRET),
                        List.of("openid", "email", "profile", "groups"),
                        ClaimNames.STANDARD,
                        domains);
        return new OidcClient(provider, BACK, Loopback.OUTBOUND, Clock.systemUTC());
    }

    private static Leaving leave(RedirectSignIn client) {
        SignInStart start = client.begin(HOME);
        assertThat(start).isInstanceOf(Leaving.class);
        return (Leaving) start;
    }

    private static String come(Leaving leaving, String login)
            throws IOException, InterruptedException {
        return new FormWalk(BACK, login).from(leaving.to()).query();
    }

    private static RefusalReason reason(SignInOutcome outcome) {
        assertThat(outcome).isInstanceOf(Refused.class);
        return ((Refused) outcome).reason();
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "PS256", "ES256", "EdDSA"})
    void somebody_signs_in_whatever_the_provider_signs_with(String algorithm) throws Exception {
        // Given
        OidcClient client = client(algorithm, Set.of("example.com"));
        Leaving leaving = leave(client);
        String query = come(leaving, "ada");
        // When
        SignInOutcome outcome = client.finish(leaving.pending(), query);
        // Then
        assertThat(outcome).isInstanceOf(SignedIn.class);
        ExternalIdentity identity = ((SignedIn) outcome).identity();
        assertThat(identity.provider()).isEqualTo(new ProviderId("corp"));
        assertThat(identity.subject()).isEqualTo("ada");
        assertThat(identity.email()).contains(new Email("ada@example.com", true));
        assertThat(identity.name()).contains("Ada \u00c5ngstr\u00f6m");
        assertThat(identity.groups()).containsExactlyInAnyOrder("engineers", "admins");
        assertThat(leaving.pending().returnTo()).isEqualTo(HOME);
    }

    @Test
    void an_address_that_the_provider_has_not_verified_stays_so() throws Exception {
        // Given
        OidcClient client = client("RS256", Set.of());
        Leaving leaving = leave(client);
        // When
        SignInOutcome outcome = client.finish(leaving.pending(), come(leaving, "eve"));
        // Then
        assertThat(((SignedIn) outcome).identity().email())
                .contains(new Email("ada@example.com", false));
    }

    @Test
    void an_unverified_address_of_an_allowed_domain_lets_nobody_in() throws Exception {
        // Given
        OidcClient client = client("RS256", Set.of("example.com"));
        Leaving leaving = leave(client);
        // When
        SignInOutcome outcome = client.finish(leaving.pending(), come(leaving, "eve"));
        // Then
        assertThat(reason(outcome)).isEqualTo(RefusalReason.EMAIL_DOMAIN_NOT_ALLOWED);
    }

    @Test
    void a_code_serves_once() throws Exception {
        // Given
        OidcClient client = client("RS256", Set.of());
        Leaving leaving = leave(client);
        String query = come(leaving, "ada");
        SignInOutcome first = client.finish(leaving.pending(), query);
        // When
        SignInOutcome second = client.finish(leaving.pending(), query);
        // Then
        assertThat(first).isInstanceOf(SignedIn.class);
        assertThat(reason(second)).isEqualTo(RefusalReason.CODE_REFUSED);
    }

    @Test
    void a_code_without_the_verifier_it_was_asked_with_is_worth_nothing() throws Exception {
        // Given
        OidcClient client = client("RS256", Set.of());
        Leaving leaving = leave(client);
        PendingSignIn was = leaving.pending();
        var stolen =
                new PendingSignIn(
                        was.provider(),
                        was.state(),
                        was.nonce(),
                        leave(client).pending().codeVerifier(),
                        was.returnTo(),
                        was.expires());
        // When
        SignInOutcome outcome = client.finish(stolen, come(leaving, "ada"));
        // Then
        assertThat(reason(outcome)).isEqualTo(RefusalReason.CODE_REFUSED);
    }

    @Test
    void answers_of_two_sign_ins_cannot_be_swapped() throws Exception {
        // Given
        OidcClient client = client("RS256", Set.of());
        Leaving hers = leave(client);
        Leaving his = leave(client);
        // When
        SignInOutcome outcome = client.finish(his.pending(), come(hers, "ada"));
        // Then
        assertThat(reason(outcome)).isEqualTo(RefusalReason.STATE_WRONG);
    }

    @Test
    void a_secret_that_the_provider_does_not_know_is_refused() throws Exception {
        // Given
        OidcClient client = client("RS256", Set.of());
        Leaving leaving = leave(client);
        String query = come(leaving, "ada");
        var wrong =
                new OidcClient(
                        OidcProvider.discovered(
                                new ProviderId("corp"),
                                process.issuer(),
                                new ClientCredentials("RS256", "another secret")),
                        BACK,
                        Loopback.OUTBOUND,
                        Clock.systemUTC());
        // When
        SignInOutcome outcome = wrong.finish(leaving.pending(), query);
        // Then
        assertThat(reason(outcome)).isEqualTo(RefusalReason.CODE_REFUSED);
    }
}
