package dev.fairlead.controlplane.control.registries;

import dev.fairlead.controlplane.control.variables.Envelope;
import dev.fairlead.controlplane.store.registries.Registry;
import dev.fairlead.controlplane.store.registries.RegistryStore;
import dev.fairlead.model.apps.RegistryHost;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.OrganizationId;

import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// Use cases of registries. Their passwords are sealed before they are kept, and shown to nobody.
public final class Registries {
    private static final int LONGEST_USER = 255;
    private static final int LONGEST_PASSWORD = 8192;

    private final RegistryStore store;
    private final Envelope envelope;
    private final Asking asking;

    /// Asks a registry whether it takes credentials.
    @FunctionalInterface
    public interface Asking {
        /// Why not, if so.
        Optional<String> refusal(Login login);
    }

    /// Who somebody is to a registry, in plain text.
    public record Login(RegistryHost host, String user, String password) {
        @Override
        public String toString() {
            return "Login[" + host + ", " + user + "]";
        }
    }

    public Registries(RegistryStore store, Envelope envelope, Asking asking) {
        this.store = store;
        this.envelope = envelope;
        this.asking = asking;
    }

    /// What a password is called when it is sealed.
    public static String bound(OrganizationId organization, RegistryHost host) {
        return organization + "/registry/" + host;
    }

    public List<Registry> list(OrganizationId organization) {
        return store.list(organization);
    }

    public Registry put(
            OrganizationId organization, RegistryHost host, String user, String password) {
        check("/user", user, LONGEST_USER);
        check("/password", password, LONGEST_PASSWORD);
        return store.put(
                organization, host, user, envelope.seal(bound(organization, host), password));
    }

    private static void check(String pointer, String text, int longest) {
        if (text.isEmpty()
                || text.length() > longest
                || text.chars().anyMatch(Character::isISOControl)) {
            throw Rejected.field(pointer, "1 to " + longest + " characters on one line");
        }
    }

    public void remove(OrganizationId organization, RegistryHost host) {
        if (!store.delete(organization, host)) {
            throw missing(host);
        }
    }

    private static Rejected missing(RegistryHost host) {
        return new Rejected(ErrorCode.REGISTRY_NOT_FOUND, "there are no credentials for " + host);
    }

    /// Asks the registry; why it refuses, where it does.
    public Optional<String> check(OrganizationId organization, RegistryHost host) {
        Registry kept = store.find(organization, host).orElseThrow(() -> missing(host));
        return asking.refusal(opened(kept));
    }

    /// All that an organization has, for what acts for it.
    public List<Login> logins(OrganizationId organization) {
        return store.list(organization).stream().map(this::opened).toList();
    }

    private Login opened(Registry kept) {
        byte[] sealed = Base64.getDecoder().decode(kept.sealed());
        String password = envelope.open(bound(kept.organization(), kept.host()), sealed);
        return new Login(kept.host(), kept.user(), password);
    }
}
