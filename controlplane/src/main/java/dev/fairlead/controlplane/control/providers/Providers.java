package dev.fairlead.controlplane.control.providers;

import dev.fairlead.controlplane.control.providers.ProviderClients.Speaking.ByForm;
import dev.fairlead.controlplane.control.providers.ProviderClients.Speaking.ByRedirect;
import dev.fairlead.controlplane.control.variables.Envelope;
import dev.fairlead.controlplane.store.organizations.RoleStore;
import dev.fairlead.controlplane.store.providers.Provider;
import dev.fairlead.controlplane.store.providers.ProviderStore;
import dev.fairlead.identity.external.ProviderId;
import dev.fairlead.identity.external.Refusal;
import dev.fairlead.identity.external.ReplayMemory;
import dev.fairlead.identity.oidc.RedirectSignIn;
import dev.fairlead.identity.outbound.Outbound;
import dev.fairlead.identity.saml.IdentityProvider;
import dev.fairlead.model.access.RoleName;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.InvalidValue;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.OrganizationId;

import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The providers as administrators of the installation configure them.
public final class Providers {
    private static final int MOST = 100;

    private final ProviderStore store;
    private final Envelope envelope;
    private final ProviderClients clients;
    private final Outbound outbound;

    /// `url` is where people reach the installation.
    public Providers(
            ProviderStore store,
            Envelope envelope,
            ReplayMemory memory,
            Outbound outbound,
            String url,
            Clock clock) {
        this.store = store;
        this.envelope = envelope;
        this.outbound = outbound;
        this.clients = new ProviderClients(this::secret, memory, outbound, url, clock);
    }

    private Optional<String> secret(ProviderId name) {
        return store.sealed(name).map(sealed -> envelope.open(bound(name), sealed));
    }

    /// What a provider's secret is called when it is sealed.
    public static String bound(ProviderId name) {
        return "provider:" + name;
    }

    public ProviderClients clients() {
        return clients;
    }

    public List<Provider> list() {
        return store.list();
    }

    public Provider get(ProviderId name) {
        return store.find(name).orElseThrow(() -> missing(name.text()));
    }

    /// One that people may sign in by now; whoever asks for another learns nothing of it.
    public Provider enabled(String name) {
        try {
            return store.find(new ProviderId(name))
                    .filter(Provider::enabled)
                    .orElseThrow(() -> missing(name));
        } catch (InvalidValue e) {
            throw missing(name);
        }
    }

    private static Rejected missing(String name) {
        return new Rejected(ErrorCode.PROVIDER_NOT_FOUND, "no provider '" + name + "'");
    }

    public boolean hasSecret(ProviderId name) {
        return store.sealed(name).isPresent();
    }

    public Provider create(Provider provider, Optional<String> secret) {
        if (store.list().size() >= MOST) {
            throw Rejected.field("/name", "an installation has at most " + MOST + " providers");
        }
        store.create(provider, sealed(provider, secret));
        return get(provider.name());
    }

    private Optional<byte[]> sealed(Provider provider, Optional<String> secret) {
        return secret.map(text -> envelope.seal(bound(provider.name()), text));
    }

    /// Without `secret` it keeps the one it has.
    public Provider update(Provider provider, Optional<String> secret) {
        if (!store.update(provider, sealed(provider, secret))) {
            throw new Rejected(ErrorCode.REVISION_CONFLICT, "it was changed meanwhile; look again");
        }
        return get(provider.name());
    }

    public void delete(ProviderId name) {
        if (!store.delete(name)) {
            throw missing(name.text());
        }
    }

    /// What came of trying a provider.
    public record Tried(boolean works, List<String> found) {
        public Tried {
            found = List.copyOf(found);
        }
    }

    /// Asks it what it is, as a sign-in would, and whether it knows us.
    public Tried test(ProviderId name) {
        Provider provider = get(name);
        try {
            return switch (clients.fresh(provider)) {
                case ByRedirect(RedirectSignIn client) -> new Tried(true, client.look());
                case ByForm(_, IdentityProvider described) ->
                        new Tried(true, told(described, wantsSigned(provider)));
            };
        } catch (Refusal e) {
            return new Tried(false, List.of(e.outcome().reason() + ": " + e.outcome().detail()));
        }
    }

    private static boolean wantsSigned(Provider provider) throws Refusal {
        return provider.connection() instanceof Provider.Connection.Saml saml
                && ProviderClients.said(saml).wantsSignedRequests();
    }

    private static List<String> told(IdentityProvider described, boolean wantsSigned) {
        var found = new ArrayList<String>();
        found.add("entity id " + described.entityId());
        described.redirectTo().ifPresent(to -> found.add("signs people in at " + to));
        described.postTo().ifPresent(to -> found.add("takes forms at " + to));
        if (wantsSigned) {
            found.add("wants signed requests; ours are not: switch that off there");
        }
        for (X509Certificate one : described.certificates()) {
            found.add("certificate valid until " + one.getNotAfter().toInstant());
        }
        return found;
    }

    /// Throws `Refusal` where SAML metadata, or what stands for it, cannot be used.
    public static void check(Provider.Connection.Saml saml) throws Refusal {
        ProviderClients.described(saml);
    }

    /// Whether a provider may give this role: it is there, and does not own the organization.
    public static boolean mayBeMapped(RoleStore roles, OrganizationId organization, RoleName name) {
        return Belonging.mayBeMapped(roles, organization, name);
    }

    /// Whether an address may be one of a provider, as far as its form tells.
    public boolean mayAsk(URI address) {
        return outbound.rules().allowsForm(address);
    }
}
