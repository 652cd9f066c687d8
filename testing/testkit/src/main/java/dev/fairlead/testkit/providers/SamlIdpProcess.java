package dev.fairlead.testkit.providers;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;

/// A SAML 2.0 identity provider (npm `samlp`) of a test's own, with a login form. Its accounts have
/// no password; each is a login with `email`, `name` and `groups`.
public final class SamlIdpProcess implements AutoCloseable {
    private final NodeProvider process;

    private SamlIdpProcess(NodeProvider process) {
        this.process = process;
    }

    /// What it signs, and whose signed requests it asks for: empty for anybody's.
    public record Signing(SigningKey key, boolean response, boolean assertion, String requestsBy) {}

    public static SamlIdpProcess start(
            Signing signing, URI consumer, Map<String, Map<String, Object>> accounts)
            throws IOException {
        String settings =
                Json.of(
                        Map.of(
                                "key",
                                signing.key().privatePem(),
                                "cert",
                                signing.key().certificatePem(),
                                "signResponse",
                                signing.response(),
                                "signAssertion",
                                signing.assertion(),
                                "requestCert",
                                signing.requestsBy(),
                                "consumers",
                                List.of(consumer.toString()),
                                "accounts",
                                accounts));
        return new SamlIdpProcess(NodeProvider.start("saml.mjs", settings));
    }

    /// Where its description is, which is also its entity id.
    public URI metadata() {
        return process.address().resolve("/metadata");
    }

    @Override
    public void close() {
        process.close();
    }
}
