package dev.fairlead.identity.oidc;

import dev.fairlead.identity.external.ProviderId;

import java.net.URI;
import java.util.Set;

/// GitHub, which knows OAuth 2 and answers by REST. With `organizations` their names are the
/// groups, which asks the user for `read:org`.
public record GitHubProvider(
        ProviderId id,
        ClientCredentials client,
        boolean organizations,
        Set<String> emailDomains,
        Endpoints endpoints) {

    public GitHubProvider {
        emailDomains = Set.copyOf(emailDomains);
    }

    /// Where it is: `github.com`, or an enterprise server.
    public record Endpoints(URI authorize, URI token, URI api) {
        public static final Endpoints PUBLIC =
                new Endpoints(
                        URI.create("https://github.com/login/oauth/authorize"),
                        URI.create("https://github.com/login/oauth/access_token"),
                        URI.create("https://api.github.com"));
    }

    String scopes() {
        return organizations ? "read:user user:email read:org" : "read:user user:email";
    }
}
