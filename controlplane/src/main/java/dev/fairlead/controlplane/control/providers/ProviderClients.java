package dev.fairlead.controlplane.control.providers;

import dev.fairlead.controlplane.control.providers.ProviderClients.Speaking.ByForm;
import dev.fairlead.controlplane.control.providers.ProviderClients.Speaking.ByRedirect;
import dev.fairlead.controlplane.store.providers.Provider;
import dev.fairlead.controlplane.store.providers.Provider.Connection.GitHub;
import dev.fairlead.controlplane.store.providers.Provider.Connection.Oidc;
import dev.fairlead.controlplane.store.providers.Provider.Connection.Saml;
import dev.fairlead.identity.external.ProviderId;
import dev.fairlead.identity.external.Refusal;
import dev.fairlead.identity.external.RefusalReason;
import dev.fairlead.identity.external.ReplayMemory;
import dev.fairlead.identity.oidc.ClientCredentials;
import dev.fairlead.identity.oidc.GitHubClient;
import dev.fairlead.identity.oidc.GitHubProvider;
import dev.fairlead.identity.oidc.OidcClient;
import dev.fairlead.identity.oidc.OidcProvider;
import dev.fairlead.identity.oidc.RedirectSignIn;
import dev.fairlead.identity.outbound.Outbound;
import dev.fairlead.identity.saml.IdentityProvider;
import dev.fairlead.identity.saml.SamlClient;
import dev.fairlead.identity.saml.SamlProvider;
import dev.fairlead.identity.saml.ServiceProvider;

import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// Speaks the language of each provider. What a client learnt of its provider is kept until its
/// configuration changes.
public final class ProviderClients {
    private static final URI GOOGLE = URI.create("https://accounts.google.com");

    private final Function<ProviderId, Optional<String>> secrets;
    private final ReplayMemory memory;
    private final Outbound outbound;
    private final String url;
    private final Clock clock;
    private final Map<ProviderId, Kept> kept = new ConcurrentHashMap<>();

    private record Kept(long revision, Instant created, Speaking speaking) {}

    /// How a provider is spoken to.
    public sealed interface Speaking {
        /// The browser comes back with a code.
        record ByRedirect(RedirectSignIn client) implements Speaking {}

        /// The browser brings a form.
        record ByForm(SamlClient client, IdentityProvider described) implements Speaking {}
    }

    /// `url` is where people reach the installation; `secrets` opens what is sealed.
    ProviderClients(
            Function<ProviderId, Optional<String>> secrets,
            ReplayMemory memory,
            Outbound outbound,
            String url,
            Clock clock) {
        this.secrets = secrets;
        this.memory = memory;
        this.outbound = outbound;
        this.url = url;
        this.clock = clock;
    }

    Speaking of(Provider provider) throws Refusal {
        Kept known = kept.get(provider.name());
        if (known != null
                && known.revision() == provider.revision()
                && known.created().equals(provider.createdAt())) {
            return known.speaking();
        }
        Speaking made = fresh(provider);
        kept.put(provider.name(), new Kept(provider.revision(), provider.createdAt(), made));
        return made;
    }

    /// One that knows nothing yet.
    Speaking fresh(Provider provider) throws Refusal {
        return switch (provider.connection()) {
            case Oidc oidc ->
                    new ByRedirect(
                            new OidcClient(
                                    new OidcProvider(
                                            provider.name(),
                                            oidc.issuer(),
                                            credentials(provider, oidc.clientId()),
                                            oidc.scopes(),
                                            claims(provider, oidc),
                                            domains(provider)),
                                    callback(provider.name()),
                                    outbound,
                                    clock));
            case GitHub gitHub ->
                    new ByRedirect(
                            new GitHubClient(
                                    new GitHubProvider(
                                            provider.name(),
                                            credentials(provider, gitHub.clientId()),
                                            asksForOrganizations(provider),
                                            domains(provider),
                                            gitHub.address()
                                                    .map(ProviderClients::endpoints)
                                                    .orElse(GitHubProvider.Endpoints.PUBLIC)),
                                    callback(provider.name()),
                                    outbound,
                                    clock));
            case Saml saml -> {
                IdentityProvider described = described(saml);
                yield new ByForm(
                        new SamlClient(
                                new SamlProvider(
                                        provider.name(),
                                        described,
                                        new SamlProvider.AttributeNames(
                                                provider.claims().email(),
                                                provider.claims().name(),
                                                provider.claims().groups()),
                                        domains(provider),
                                        !provider.admission().emailDomains().isEmpty(),
                                        false),
                                us(provider.name()),
                                memory,
                                clock),
                        described);
            }
        };
    }

    private ClientCredentials credentials(Provider provider, String id) throws Refusal {
        String secret =
                secrets.apply(provider.name())
                        .orElseThrow(() ->
                                new Refusal(
                                        RefusalReason.PROVIDER_DOCUMENT_WRONG,
                                        "it was given no client secret"));
        return new ClientCredentials(id, secret);
    }

    private static Set<String> domains(Provider provider) {
        return Set.copyOf(provider.admission().emailDomains());
    }

    /// Anybody can have a private account at Google with an address of a company's domain: that the
    /// company manages it is what `hd` says.
    private static OidcProvider.ClaimNames claims(Provider provider, Oidc oidc) {
        return new OidcProvider.ClaimNames(
                provider.claims().email(),
                provider.claims().name(),
                provider.claims().groups(),
                oidc.issuer().equals(GOOGLE) ? Optional.of("hd") : Optional.empty());
    }

    private static boolean asksForOrganizations(Provider provider) {
        return !provider.admission().allowedGroups().isEmpty()
                || !provider.mapping().groups().rules().isEmpty();
    }

    private static GitHubProvider.Endpoints endpoints(URI server) {
        String base = server.toString().replaceFirst("/$", "");
        return new GitHubProvider.Endpoints(
                URI.create(base + "/login/oauth/authorize"),
                URI.create(base + "/login/oauth/access_token"),
                URI.create(base + "/api/v3"));
    }

    /// Ours are not signed, whatever the metadata wishes: some say so and take others. Signed ones
    /// would protect the provider, not us.
    static IdentityProvider described(Saml saml) throws Refusal {
        IdentityProvider said = said(saml);
        return new IdentityProvider(
                said.entityId(), said.redirectTo(), said.postTo(), false, said.certificates());
    }

    static IdentityProvider said(Saml saml) throws Refusal {
        return saml.metadata().isPresent()
                ? IdentityProvider.parse(saml.metadata().get())
                : IdentityProvider.of(
                        saml.entityId().orElse(""),
                        saml.address().map(URI::toString).orElse(""),
                        saml.certificates());
    }

    /// Where OpenID Connect and GitHub send browsers back to.
    public URI callback(ProviderId name) {
        return URI.create(base(name) + "/callback");
    }

    private String base(ProviderId name) {
        return url + "/api/v1/sign-in/" + name;
    }

    /// What we are to a SAML provider.
    public ServiceProvider us(ProviderId name) {
        return new ServiceProvider(
                base(name) + "/metadata", URI.create(base(name) + "/acs"), Optional.empty());
    }
}
