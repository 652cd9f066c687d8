package dev.fairlead.controlplane.control.zones;

import dev.fairlead.certificates.dns.DnsFailed;
import dev.fairlead.certificates.dns.DnsProvider;
import dev.fairlead.certificates.dns.DynamicUpdate;
import dev.fairlead.certificates.dns.TsigKey;
import dev.fairlead.controlplane.control.variables.Envelope;
import dev.fairlead.controlplane.store.Page;
import dev.fairlead.controlplane.store.zones.Zone;
import dev.fairlead.controlplane.store.zones.Zone.Means;
import dev.fairlead.controlplane.store.zones.ZoneStore;
import dev.fairlead.identity.outbound.Outbound;
import dev.fairlead.model.domains.DomainName;
import dev.fairlead.model.domains.ZoneId;
import dev.fairlead.model.domains.ZoneKind;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.InvalidValue;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ProjectId;

import java.net.InetAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// Use cases of zones. Their secrets are sealed before they are kept, and shown to nobody.
public final class Zones {
    private static final int MOST = 100;
    private static final Pattern KEY_NAME =
            Pattern.compile("[A-Za-z0-9_-]{1,63}(?:\\.[A-Za-z0-9_-]{1,63}){0,8}");
    private static final int LEAST_BYTES = 16;
    private static final int MOST_BYTES = 128;
    private static final int MOST_ADDRESS = 2000;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ZoneStore store;
    private final Envelope envelope;
    private final Outbound outbound;
    private final Predicate<InetAddress> reachable;
    private final Clock clock;

    /// `reachable` are the addresses where name servers may be asked.
    public Zones(
            ZoneStore store,
            Envelope envelope,
            Outbound outbound,
            Predicate<InetAddress> reachable,
            Clock clock) {
        this.store = store;
        this.envelope = envelope;
        this.outbound = outbound;
        this.reachable = reachable;
        this.clock = clock;
    }

    /// What a zone's secret is called when it is sealed.
    public static String bound(ZoneId id) {
        return id + "/secret";
    }

    /// By a name server: its address, the key's name and how that signs, each as it was read.
    public static Means byNameServer(String server, String keyName, String algorithm) {
        return new Means(ZoneKind.RFC2136, server, Optional.of(keyName), Optional.of(algorithm));
    }

    /// Reads a name server's address; throws `InvalidValue` for what is none.
    public static String nameServer(String text) {
        return NameServerAddress.parse(text).toString();
    }

    public static String keyName(String text) {
        String name = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        if (!KEY_NAME.matcher(name).matches()) {
            throw new InvalidValue("key name", "a name of the DNS, such as acme-key");
        }
        return name.toLowerCase(Locale.ROOT);
    }

    public static String algorithm(String text) {
        return TsigKey.Algorithm.parse(text).word();
    }

    /// Keeps a zone; whether it works is for `check` to tell.
    public Zone add(
            OrganizationId organization,
            ProjectId project,
            DomainName name,
            Means means,
            String secret) {
        checkAddress(means);
        String bare = secret.substring(secret.indexOf('_') + 1);
        checkSecret(bare);
        var id = ZoneId.next(clock);
        byte[] sealed = envelope.seal(bound(id), bare);
        return store.create(
                new Zone(
                        id,
                        organization,
                        project,
                        name,
                        means,
                        Base64.getEncoder().encodeToString(sealed),
                        clock.instant()),
                MOST);
    }

    private void checkAddress(Means means) {
        switch (means.kind()) {
            case RFC2136 -> {
                InetAddress at = NameServerAddress.parse(means.address()).socket().getAddress();
                if (!reachable.test(at)) {
                    throw Rejected.field("/server", "this address may not be asked");
                }
            }
            case WEBHOOK -> {
                if (!allowed(means.address())) {
                    throw Rejected.field(
                            "/url", "use an address such as https://dns.example.org/challenge");
                }
            }
        }
    }

    private boolean allowed(String address) {
        try {
            return address.length() <= MOST_ADDRESS
                    && outbound.rules().allowsForm(URI.create(address));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static void checkSecret(String secret) {
        try {
            int bytes = Base64.getDecoder().decode(secret).length;
            if (bytes >= LEAST_BYTES && bytes <= MOST_BYTES) {
                return;
            }
        } catch (IllegalArgumentException e) {
            // refused below, like one that is too short
        }
        throw Rejected.field(
                "/secret",
                LEAST_BYTES + " to " + MOST_BYTES + " bytes in base64: `openssl rand -base64 32`");
    }

    public Zone get(OrganizationId organization, ZoneId id) {
        return store.find(organization, id).orElseThrow(() -> missing(id));
    }

    private static Rejected missing(ZoneId id) {
        return new Rejected(ErrorCode.ZONE_NOT_FOUND, "no zone " + id);
    }

    public Page<Zone> list(
            OrganizationId organization, ProjectId project, Optional<UUID> after, int limit) {
        return store.list(organization, project, after, limit);
    }

    public void remove(OrganizationId organization, ZoneId id) {
        if (!store.delete(organization, id)) {
            throw missing(id);
        }
    }

    /// Sets a record and takes it away again; why that failed, where it did.
    public Optional<String> check(OrganizationId organization, ZoneId id) {
        Zone zone = get(organization, id);
        String name = "_fairlead-check." + zone.name();
        String text = UUID.randomUUID().toString();
        try {
            DnsProvider provider = provider(zone);
            provider.present(name, text);
            provider.remove(name, text);
            return Optional.empty();
        } catch (DnsFailed e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /// The most specific zone of a project that a record's name is of.
    Optional<Zone> covering(OrganizationId organization, ProjectId project, String record) {
        List<Zone> all = store.list(organization, project, Optional.empty(), MOST).items();
        return all.stream()
                .filter(zone -> zone.covers(record))
                .max((one, two) ->
                        Integer.compare(one.name().text().length(), two.name().text().length()));
    }

    DnsProvider provider(Zone zone) throws DnsFailed {
        String secret = envelope.open(bound(zone.id()), Base64.getDecoder().decode(zone.sealed()));
        try {
            return switch (zone.means().kind()) {
                case RFC2136 -> nameServer(zone, secret);
                case WEBHOOK ->
                        new WebhookProvider(
                                outbound, URI.create(zone.means().address()), secret, clock);
            };
        } catch (InvalidValue e) {
            throw new DnsFailed(e.what() + ": " + e.rule(), e);
        }
    }

    private DnsProvider nameServer(Zone zone, String secret) throws DnsFailed {
        NameServerAddress server = NameServerAddress.parse(zone.means().address());
        // The operator may have changed what may be asked.
        if (!reachable.test(server.socket().getAddress())) {
            throw new DnsFailed("the name server's address may not be asked");
        }
        var key =
                new TsigKey(
                        zone.means().keyName().orElseThrow(),
                        TsigKey.Algorithm.parse(zone.means().algorithm().orElseThrow()),
                        secret);
        return new DynamicUpdate(server.socket(), zone.name().text(), key, PATIENCE);
    }
}
