package dev.fairlead.identity.oidc;

import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.AuthorizationRequest;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;

import dev.fairlead.identity.external.ExternalIdentity;
import dev.fairlead.identity.external.ExternalIdentity.Authentication;
import dev.fairlead.identity.external.ExternalIdentity.Email;
import dev.fairlead.identity.external.Refusal;
import dev.fairlead.identity.external.RefusalReason;
import dev.fairlead.identity.external.ReturnPath;
import dev.fairlead.identity.external.SignInOutcome;
import dev.fairlead.identity.external.SignInOutcome.SignedIn;
import dev.fairlead.identity.oidc.SignInStart.Leaving;
import dev.fairlead.identity.outbound.Outbound;

import java.net.URI;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Signs in by GitHub: authorization code with PKCE and state, then what its REST interface says of
/// whoever the access token is of.
public final class GitHubClient implements RedirectSignIn {
    private final GitHubProvider provider;
    private final URI redirect;
    private final ProviderCalls calls;
    private final Journey journey;
    private final Clock clock;

    public GitHubClient(GitHubProvider provider, URI redirect, Outbound outbound, Clock clock) {
        this.provider = provider;
        this.redirect = redirect;
        this.calls = new ProviderCalls(outbound);
        this.journey = new Journey(provider.id(), clock);
        this.clock = clock;
    }

    @Override
    public SignInStart begin(ReturnPath returnTo) {
        PendingSignIn pending = journey.start(returnTo);
        var challenge = new CodeVerifier(pending.codeVerifier());
        URI to =
                new AuthorizationRequest.Builder(
                                ResponseType.CODE, new ClientID(provider.client().id()))
                        .endpointURI(provider.endpoints().authorize())
                        .redirectionURI(redirect)
                        .scope(Scope.parse(provider.scopes()))
                        .state(new State(pending.state()))
                        .codeChallenge(challenge, CodeChallengeMethod.S256)
                        .build()
                        .toURI();
        return new Leaving(to, pending);
    }

    @Override
    public List<String> look() throws Refusal {
        var probe = journey.start(new ReturnPath("/"));
        return List.of(
                "signs people in at " + provider.endpoints().authorize(),
                calls.probe(exchange("none", probe)));
    }

    @Override
    public SignInOutcome finish(PendingSignIn pending, String query) {
        try {
            return new SignedIn(identity(pending, CallbackParameters.parse(query)));
        } catch (Refusal e) {
            return e.outcome();
        }
    }

    private ExternalIdentity identity(PendingSignIn pending, CallbackParameters back)
            throws Refusal {
        String issuer = "https://" + provider.endpoints().authorize().getAuthority();
        String code = journey.codeOf(pending, back, issuer, false);
        String token = calls.exchange(exchange(code, pending)).accessToken();
        Map<String, Object> user = calls.object(at("/user"), token);
        if (!(user.get("id") instanceof Number id)) {
            throw new Refusal(RefusalReason.SUBJECT_MISSING, "a user without an id");
        }
        Optional<Email> email = primaryEmail(token);
        Set<String> domains = provider.emailDomains();
        if (!domains.isEmpty()
                && email.map(ClaimReading::domainOf).filter(domains::contains).isEmpty()) {
            throw new Refusal(RefusalReason.EMAIL_DOMAIN_NOT_ALLOWED, "no address of a domain");
        }
        String name = ProviderCalls.text(user, "name");
        return new ExternalIdentity(
                provider.id(),
                String.valueOf(id.longValue()),
                email,
                Optional.of(name.isBlank() ? ProviderCalls.text(user, "login") : name)
                        .filter(text -> !text.isBlank()),
                provider.organizations() ? organizations(token) : Set.of(),
                new Authentication(clock.instant(), false, Optional.empty()));
    }

    private TokenRequest exchange(String code, PendingSignIn pending) {
        var client = provider.client();
        return new TokenRequest.Builder(
                        provider.endpoints().token(),
                        new ClientSecretPost(
                                new ClientID(client.id()), new Secret(client.secret())),
                        new AuthorizationCodeGrant(
                                new AuthorizationCode(code),
                                redirect,
                                new CodeVerifier(pending.codeVerifier())))
                .build();
    }

    /// The primary address where it is verified; the one in the profile is what anybody writes
    /// there.
    private Optional<Email> primaryEmail(String token) throws Refusal {
        for (Object entry : calls.list(at("/user/emails"), token)) {
            if (entry instanceof Map<?, ?> email
                    && Boolean.TRUE.equals(email.get("primary"))
                    && Boolean.TRUE.equals(email.get("verified"))
                    && email.get("email") instanceof String address) {
                return Optional.of(new Email(address, true));
            }
        }
        return Optional.empty();
    }

    private Set<String> organizations(String token) throws Refusal {
        var names = new LinkedHashSet<String>();
        for (Object entry : calls.list(at("/user/orgs?per_page=100"), token)) {
            if (entry instanceof Map<?, ?> organization
                    && organization.get("login") instanceof String name) {
                names.add(name);
            }
        }
        return names;
    }

    private URI at(String path) {
        return URI.create(provider.endpoints().api() + path);
    }
}
