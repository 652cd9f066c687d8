package dev.fairlead.server.domains;

import dev.fairlead.certificates.acme.AcmeAuthority;
import dev.fairlead.certificates.lookup.NameServers;
import dev.fairlead.certificates.lookup.WebFile;
import dev.fairlead.controlplane.api.domains.CertificateRoutes;
import dev.fairlead.controlplane.api.domains.DomainRoutes;
import dev.fairlead.controlplane.api.domains.HostRouteRoutes;
import dev.fairlead.controlplane.api.edges.EdgeRoutes;
import dev.fairlead.controlplane.api.routes.ApiJson;
import dev.fairlead.controlplane.api.routes.Route;
import dev.fairlead.controlplane.api.zones.ZoneRoutes;
import dev.fairlead.controlplane.control.certificates.Certificates;
import dev.fairlead.controlplane.control.certificates.ChallengeWays;
import dev.fairlead.controlplane.control.certificates.Issuing;
import dev.fairlead.controlplane.control.domains.DomainChecks;
import dev.fairlead.controlplane.control.domains.DomainRules;
import dev.fairlead.controlplane.control.domains.Domains;
import dev.fairlead.controlplane.control.domains.HostSwitches;
import dev.fairlead.controlplane.control.domains.Ownership;
import dev.fairlead.controlplane.control.domains.PublishedHosts;
import dev.fairlead.controlplane.control.domains.Routes;
import dev.fairlead.controlplane.control.variables.Envelope;
import dev.fairlead.controlplane.control.zones.RecordChallenges;
import dev.fairlead.controlplane.control.zones.Zones;
import dev.fairlead.controlplane.jobs.Jobs;
import dev.fairlead.controlplane.store.Database;
import dev.fairlead.controlplane.store.domains.CertificateStore;
import dev.fairlead.controlplane.store.domains.DomainCheckStore;
import dev.fairlead.controlplane.store.domains.DomainStore;
import dev.fairlead.controlplane.store.domains.EdgeStore;
import dev.fairlead.controlplane.store.domains.HostChanges;
import dev.fairlead.controlplane.store.domains.HostStore;
import dev.fairlead.controlplane.store.domains.RouteStore;
import dev.fairlead.controlplane.store.environments.EnvironmentStore;
import dev.fairlead.controlplane.store.services.ServiceStore;
import dev.fairlead.controlplane.store.zones.ZoneStore;
import dev.fairlead.dataplane.clients.IpAddress;
import dev.fairlead.dataplane.clients.IpRange;
import dev.fairlead.identity.outbound.Outbound;
import dev.fairlead.identity.outbound.OutboundRules;
import dev.fairlead.identity.passwords.Passwords;
import dev.fairlead.model.addresses.PublicAddress;

import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import javax.net.ssl.SSLSocketFactory;

/// The part of the control plane that has to do with domains, built bottom up.
public final class Hosting implements AutoCloseable {
    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final Duration LOOKUP = Duration.ofSeconds(5);
    private static final Duration PROPAGATION = Duration.ofSeconds(90);

    private final PublishedHosts published;
    private final HostChanges changes;
    private final DomainChecks checks;
    private final Optional<Issuing> issuing;
    private final List<Route> routes = new ArrayList<>();

    /// What the floors below bring; `url` is where this server is.
    public record Parts(
            Database database,
            HostTableSource tables,
            ServiceStore services,
            Envelope envelope,
            Passwords passwords,
            DomainSettings settings,
            String url,
            ApiJson json) {}

    public Hosting(Parts parts, Clock clock) {
        Database database = parts.database();
        DomainSettings settings = parts.settings();
        var store = new DomainStore(database, clock);
        var certificateStore = new CertificateStore(database, clock);
        var hosts = new HostStore(database, clock);
        var checkStore = new DomainCheckStore(database, clock);
        var rules =
                new DomainRules(
                        HostTableSource.APEX,
                        settings.target(),
                        settings.methods(),
                        settings.publicHttpPort(),
                        address -> reachable(address, settings.networks()),
                        settings.grace());
        this.published = parts.tables().published(hosts);
        this.changes = new HostChanges(database, published::refresh);
        var ownership =
                new Ownership(
                        new NameServers(settings.nameServers(), LOOKUP),
                        new WebFile(LOOKUP),
                        checkStore,
                        rules);
        this.checks = new DomainChecks(checkStore, ownership, published, rules.grace(), clock);
        var domains =
                new Domains(
                        store,
                        parts.services(),
                        new EnvironmentStore(database, clock),
                        ownership,
                        checks,
                        published,
                        rules);
        var zones =
                new Zones(
                        new ZoneStore(database, clock),
                        parts.envelope(),
                        new Outbound(
                                outboundRules(settings.networks()),
                                (SSLSocketFactory) SSLSocketFactory.getDefault(),
                                Outbound.Bounds.STANDARD),
                        rules.reachable(),
                        clock);
        var names = new NameServers(settings.nameServers(), LOOKUP);
        var ways =
                new ChallengeWays(
                        certificateStore,
                        hosts,
                        published,
                        new RecordChallenges(zones, names, PROPAGATION),
                        settings.httpsPort().isPresent());
        this.issuing =
                settings.authority()
                        .map(terms ->
                                new Issuing(
                                        certificateStore,
                                        hosts,
                                        published,
                                        ways,
                                        new AcmeAuthority(terms),
                                        parts.envelope(),
                                        clock));
        var certificates =
                new Certificates(
                        certificateStore,
                        store,
                        published,
                        parts.envelope(),
                        issuing.isPresent(),
                        clock);
        routes.addAll(new DomainRoutes(domains).routes());
        routes.addAll(new CertificateRoutes(certificates).routes());
        routes.addAll(new ZoneRoutes(zones).routes());
        routes.addAll(
                new HostRouteRoutes(
                                new Routes(
                                        new RouteStore(database, clock),
                                        store,
                                        domains,
                                        published,
                                        parts.passwords()),
                                clock)
                        .routes());
        routes.addAll(
                new EdgeRoutes(new EdgeStore(database), settings.own(), parts.url(), parts.json())
                        .routes());
    }

    /// The operator's own networks too; this machine's own in plain text, where it is named.
    private static OutboundRules outboundRules(List<IpRange> named) {
        boolean loopback = reachable(InetAddress.getLoopbackAddress(), named);
        return new OutboundRules(address -> reachable(address, named), loopback);
    }

    private static boolean reachable(InetAddress address, List<IpRange> named) {
        return PublicAddress.is(address)
                || IpAddress.parse(address.getHostAddress())
                        .filter(one -> named.stream().anyMatch(range -> range.contains(one)))
                        .isPresent();
    }

    /// Hears of changes from now on.
    public void onSwitch(HostSwitches hears) {
        published.onSwitch(hears);
    }

    public List<Route> routes() {
        return List.copyOf(routes);
    }

    /// What has to be done now and then, on one instance at a time.
    public List<Jobs.Recurring> recurring() {
        var all = new ArrayList<Jobs.Recurring>();
        all.add(new Jobs.Recurring("domain-checks", LOOK, checks::run));
        issuing.ifPresent(one -> all.add(new Jobs.Recurring("certificates", LOOK, one::run)));
        return all;
    }

    /// Publishes what the store says, and whatever it says from now on.
    public void start() {
        published.refresh();
        changes.start();
    }

    @Override
    public void close() {
        published.onSwitch(HostSwitches.UNHEARD);
        changes.close();
    }
}
