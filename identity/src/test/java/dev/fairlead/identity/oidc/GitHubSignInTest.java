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
import dev.fairlead.identity.oidc.SignInStart.Leaving;
import dev.fairlead.testkit.providers.FormWalk;
import dev.fairlead.testkit.providers.GitHubLike;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;

class GitHubSignInTest {
    private static final URI BACK = URI.create("http://127.0.0.1:1/callback");

    private GitHubLike github;

    @BeforeEach
    void start() throws IOException {
        github = new GitHubLike();
        github.emails(
                List.of(
                        Map.of("email", "o@old.example", "primary", false, "verified", true),
                        Map.of("email", "octo@example.com", "primary", true, "verified", true)));
        github.organizations(List.of(Map.of("login", "acme"), Map.of("login", "tools")));
    }

    @AfterEach
    void stop() {
        github.close();
    }

    private GitHubClient client(boolean organizations, Set<String> domains) {
        var provider =
                new GitHubProvider(
                        new ProviderId("github"),
                        new ClientCredentials(GitHubLike.ID, GitHubLike.SECRET),
                        organizations,
                        domains,
                        endpoints(github.address()));
        return new GitHubClient(provider, BACK, Loopback.OUTBOUND, Clock.systemUTC());
    }

    private static GitHubProvider.Endpoints endpoints(URI here) {
        return new GitHubProvider.Endpoints(
                here.resolve("/login/oauth/authorize"),
                here.resolve("/login/oauth/access_token"),
                here);
    }

    private static SignInOutcome signIn(GitHubClient client) throws Exception {
        Leaving leaving = (Leaving) client.begin(new ReturnPath("/"));
        return client.finish(
                leaving.pending(), new FormWalk(BACK, "octocat").from(leaving.to()).query());
    }

    private static RefusalReason reason(SignInOutcome outcome) {
        assertThat(outcome).isInstanceOf(Refused.class);
        return ((Refused) outcome).reason();
    }

    @Test
    void somebody_signs_in_with_their_number_and_their_verified_primary_address() throws Exception {
        // Given
        GitHubClient client = client(true, Set.of("example.com"));
        // When
        SignInOutcome outcome = signIn(client);
        // Then
        ExternalIdentity identity = ((SignedIn) outcome).identity();
        assertThat(identity.subject()).isEqualTo("583231");
        assertThat(identity.email()).contains(new Email("octo@example.com", true));
        assertThat(identity.name()).contains("Octo");
        assertThat(identity.groups()).containsExactlyInAnyOrder("acme", "tools");
    }

    @Test
    void an_address_that_is_not_verified_is_none() throws Exception {
        // Given
        github.user(Map.of("id", 7, "login", "octocat", "email", "boss@example.com"));
        github.emails(
                List.of(Map.of("email", "boss@example.com", "primary", true, "verified", false)));
        // When
        SignInOutcome open = signIn(client(false, Set.of()));
        SignInOutcome restricted = signIn(client(false, Set.of("example.com")));
        // Then
        ExternalIdentity identity = ((SignedIn) open).identity();
        assertThat(identity.email()).isEmpty();
        assertThat(identity.name()).contains("octocat");
        assertThat(identity.groups()).isEmpty();
        assertThat(reason(restricted)).isEqualTo(RefusalReason.EMAIL_DOMAIN_NOT_ALLOWED);
    }

    @Test
    void a_code_serves_once_and_only_with_its_verifier() throws Exception {
        // Given
        GitHubClient client = client(false, Set.of());
        Leaving first = (Leaving) client.begin(new ReturnPath("/"));
        Leaving second = (Leaving) client.begin(new ReturnPath("/"));
        var walk = new FormWalk(BACK, "octocat");
        String query = walk.from(first.to()).query();
        String other = walk.from(second.to()).query();
        PendingSignIn was = second.pending();
        var stolen =
                new PendingSignIn(
                        was.provider(),
                        was.state(),
                        was.nonce(),
                        first.pending().codeVerifier(),
                        was.returnTo(),
                        was.expires());
        assertThat(client.finish(first.pending(), query)).isInstanceOf(SignedIn.class);
        // When / Then
        assertThat(reason(client.finish(first.pending(), query)))
                .isEqualTo(RefusalReason.CODE_REFUSED);
        assertThat(reason(client.finish(stolen, other))).isEqualTo(RefusalReason.CODE_REFUSED);
    }

    @Test
    void a_user_without_a_number_is_nobody() throws Exception {
        // Given
        github.user(Map.of("login", "octocat"));
        // When / Then
        assertThat(reason(signIn(client(false, Set.of()))))
                .isEqualTo(RefusalReason.SUBJECT_MISSING);
    }

    @Test
    void a_callback_of_another_state_is_refused() {
        // Given
        GitHubClient client = client(false, Set.of());
        PendingSignIn pending = ((Leaving) client.begin(new ReturnPath("/"))).pending();
        // When / Then
        assertThat(reason(client.finish(pending, "code=a&state=b")))
                .isEqualTo(RefusalReason.STATE_WRONG);
    }
}
