package dev.fairlead.testkit.providers;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A certified OpenID Connect provider (npm `oidc-provider`) of a test's own, with login forms. Its
/// accounts have no password; each is a login with the claims to tell of it.
public final class OidcProviderProcess implements AutoCloseable {
    public static final String SECRET = "a-secret-of-tests-0123456789";

    private final NodeProvider process;

    private OidcProviderProcess(NodeProvider process) {
        this.process = process;
    }

    /// A client that the provider knows; its secret is `SECRET`.
    public record Client(String id, URI redirect, String algorithm) {}

    public static OidcProviderProcess start(
            List<Client> clients, Map<String, Map<String, Object>> accounts) throws IOException {
        var known = new ArrayList<Map<String, Object>>();
        for (Client client : clients) {
            known.add(
                    Map.of(
                            "client_id",
                            client.id(),
                            "client_secret",
                            SECRET,
                            "id_token_signed_response_alg",
                            client.algorithm(),
                            "redirect_uris",
                            List.of(client.redirect().toString())));
        }
        String settings = Json.of(Map.of("clients", known, "accounts", accounts));
        return new OidcProviderProcess(NodeProvider.start("oidc.mjs", settings));
    }

    public URI issuer() {
        return process.address();
    }

    @Override
    public void close() {
        process.close();
    }
}
