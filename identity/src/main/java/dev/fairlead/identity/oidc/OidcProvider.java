package dev.fairlead.identity.oidc;

import dev.fairlead.identity.external.ProviderId;
import dev.fairlead.model.errors.InvalidValue;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A configured OpenID Connect provider; its addresses and keys come from its discovery document.
/// With `emailDomains` only people of those domains are let in.
public record OidcProvider(
        ProviderId id,
        URI issuer,
        ClientCredentials client,
        List<String> scopes,
        ClaimNames claims,
        Set<String> emailDomains) {
    private static final URI GOOGLE = URI.create("https://accounts.google.com");

    public OidcProvider {
        scopes = List.copyOf(scopes);
        emailDomains = Set.copyOf(emailDomains);
        if (!scopes.contains("openid")) {
            throw new InvalidValue("scopes", "must contain openid");
        }
        if (issuer.getHost() == null || issuer.getRawQuery() != null) {
            throw new InvalidValue("issuer", "use an address without a query");
        }
    }

    /// Any provider that publishes a discovery document.
    public static OidcProvider discovered(ProviderId id, URI issuer, ClientCredentials client) {
        var scopes = List.of("openid", "email", "profile");
        return new OidcProvider(id, issuer, client, scopes, ClaimNames.STANDARD, Set.of());
    }

    /// Google. Anybody can have a private account with an address of a company's domain: what says
    /// that the company manages it is `hd`.
    public static OidcProvider google(
            ProviderId id, ClientCredentials client, Set<String> domains) {
        var claims = new ClaimNames("email", "name", "groups", Optional.of("hd"));
        var scopes = List.of("openid", "email", "profile");
        return new OidcProvider(id, GOOGLE, client, scopes, claims, domains);
    }

    /// Where a provider's claims have what we want to know. `domain` is the claim that names the
    /// organization's domain, for providers that have one; elsewhere the verified email's counts.
    public record ClaimNames(String email, String name, String groups, Optional<String> domain) {
        public static final ClaimNames STANDARD =
                new ClaimNames("email", "name", "groups", Optional.empty());
    }
}
