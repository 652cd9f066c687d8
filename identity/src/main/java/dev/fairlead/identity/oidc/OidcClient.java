package dev.fairlead.identity.oidc;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;

import dev.fairlead.identity.external.ExternalIdentity;
import dev.fairlead.identity.external.Refusal;
import dev.fairlead.identity.external.RefusalReason;
import dev.fairlead.identity.external.ReturnPath;
import dev.fairlead.identity.external.SignInOutcome;
import dev.fairlead.identity.external.SignInOutcome.SignedIn;
import dev.fairlead.identity.oidc.ProviderCalls.Tokens;
import dev.fairlead.identity.oidc.SignInStart.Leaving;
import dev.fairlead.identity.oidc.SignInStart.NotPossible;
import dev.fairlead.identity.outbound.Outbound;

import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Signs in by an OpenID Connect provider: authorization code with PKCE, state and nonce.
public final class OidcClient implements RedirectSignIn {
    private final OidcProvider provider;
    private final URI redirect;
    private final ProviderCalls calls;
    private final ProviderDocuments documents;
    private final IdTokens idTokens;
    private final Journey journey;
    private final ClaimReading claims;

    /// `redirect` is our address that the provider knows and sends browsers back to.
    public OidcClient(OidcProvider provider, URI redirect, Outbound outbound, Clock clock) {
        this.provider = provider;
        this.redirect = redirect;
        this.calls = new ProviderCalls(outbound);
        this.documents = new ProviderDocuments(provider.issuer(), calls, clock);
        this.idTokens = new IdTokens(provider, documents, clock);
        this.journey = new Journey(provider.id(), clock);
        this.claims = new ClaimReading(provider);
    }

    @Override
    public SignInStart begin(ReturnPath returnTo) {
        try {
            PendingSignIn pending = journey.start(returnTo);
            URI to =
                    new AuthenticationRequest.Builder(
                                    ResponseType.CODE,
                                    Scope.parse(provider.scopes()),
                                    new ClientID(provider.client().id()),
                                    redirect)
                            .endpointURI(
                                    documents.current().metadata().getAuthorizationEndpointURI())
                            .state(new State(pending.state()))
                            .nonce(new Nonce(pending.nonce()))
                            .codeChallenge(
                                    new CodeVerifier(pending.codeVerifier()),
                                    CodeChallengeMethod.S256)
                            .build()
                            .toURI();
            return new Leaving(to, pending);
        } catch (Refusal e) {
            return new NotPossible(e.outcome());
        }
    }

    @Override
    public List<String> look() throws Refusal {
        OIDCProviderMetadata metadata = documents.current().metadata();
        var found = new ArrayList<String>();
        found.add("issuer " + metadata.getIssuer());
        found.add("signs people in at " + metadata.getAuthorizationEndpointURI());
        found.add("keys: " + documents.current().keys().size());
        found.add("scopes it names: " + metadata.getScopes());
        found.add("claims it names: " + metadata.getClaims());
        var probe =
                new AuthorizationCodeGrant(
                        new AuthorizationCode("none"), redirect, new CodeVerifier());
        found.add(
                calls.probe(
                        new TokenRequest.Builder(
                                        metadata.getTokenEndpointURI(),
                                        authentication(metadata),
                                        probe)
                                .build()));
        return found;
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
        OIDCProviderMetadata metadata = documents.current().metadata();
        String code =
                journey.codeOf(
                        pending,
                        back,
                        provider.issuer().toString(),
                        metadata.supportsAuthorizationResponseIssuerParam());
        Tokens tokens = calls.exchange(exchange(metadata, code, pending));
        if (tokens.idToken().isEmpty()) {
            throw new Refusal(RefusalReason.ID_TOKEN_MISSING, "no ID token with the access token");
        }
        JWTClaimsSet token =
                idTokens.verified(tokens.idToken(), pending.nonce(), tokens.accessToken());
        URI userInfo = metadata.getUserInfoEndpointURI();
        Map<String, Object> more =
                userInfo != null && claims.lacking(token)
                        ? userInfo(userInfo, tokens.accessToken(), token.getSubject())
                        : Map.of();
        return claims.identity(token, more);
    }

    /// What the endpoint says counts only for the subject of the ID token (OIDC Core 5.3.2).
    private Map<String, Object> userInfo(URI endpoint, String accessToken, String subject)
            throws Refusal {
        Map<String, Object> said = calls.object(endpoint, accessToken);
        if (!ProviderCalls.text(said, "sub").equals(subject)) {
            throw new Refusal(RefusalReason.USER_DIFFERS, "user info is of somebody else");
        }
        return said;
    }

    private TokenRequest exchange(
            OIDCProviderMetadata metadata, String code, PendingSignIn pending) {
        var grant =
                new AuthorizationCodeGrant(
                        new AuthorizationCode(code),
                        redirect,
                        new CodeVerifier(pending.codeVerifier()));
        return new TokenRequest.Builder(
                        metadata.getTokenEndpointURI(), authentication(metadata), grant)
                .build();
    }

    /// In the header unless the provider takes it in the body alone.
    private ClientAuthentication authentication(OIDCProviderMetadata metadata) {
        var id = new ClientID(provider.client().id());
        var secret = new Secret(provider.client().secret());
        List<ClientAuthenticationMethod> taken = metadata.getTokenEndpointAuthMethods();
        boolean header =
                taken == null || taken.contains(ClientAuthenticationMethod.CLIENT_SECRET_BASIC);
        return header ? new ClientSecretBasic(id, secret) : new ClientSecretPost(id, secret);
    }
}
