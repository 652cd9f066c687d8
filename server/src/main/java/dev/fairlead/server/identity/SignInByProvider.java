package dev.fairlead.server.identity;

import dev.fairlead.controlplane.api.providers.IdentityRoutes;
import dev.fairlead.controlplane.api.providers.ProviderRoutes;
import dev.fairlead.controlplane.api.providers.SignInRoutes;
import dev.fairlead.controlplane.api.routes.Route;
import dev.fairlead.controlplane.control.audit.Refusals;
import dev.fairlead.controlplane.control.providers.Arrivals;
import dev.fairlead.controlplane.control.providers.Departures;
import dev.fairlead.controlplane.control.providers.Providers;
import dev.fairlead.controlplane.control.providers.Waiting;
import dev.fairlead.controlplane.control.sessions.Sessions;
import dev.fairlead.controlplane.control.sessions.Tries;
import dev.fairlead.controlplane.control.users.Accounts;
import dev.fairlead.controlplane.control.users.SecondFactors;
import dev.fairlead.controlplane.control.variables.Envelope;
import dev.fairlead.controlplane.store.Database;
import dev.fairlead.controlplane.store.access.AccessChanges;
import dev.fairlead.controlplane.store.access.AccessStore;
import dev.fairlead.controlplane.store.organizations.GroupStore;
import dev.fairlead.controlplane.store.organizations.RoleStore;
import dev.fairlead.controlplane.store.providers.IdentityStore;
import dev.fairlead.controlplane.store.providers.MappingStore;
import dev.fairlead.controlplane.store.providers.PendingStore;
import dev.fairlead.controlplane.store.providers.ProviderStore;
import dev.fairlead.controlplane.store.providers.ReplayStore;
import dev.fairlead.controlplane.store.sessions.SessionStore;
import dev.fairlead.controlplane.store.users.UserStore;
import dev.fairlead.dataplane.clients.IpAddress;
import dev.fairlead.dataplane.clients.IpRange;
import dev.fairlead.identity.outbound.Outbound;
import dev.fairlead.identity.outbound.OutboundRules;

import java.net.InetAddress;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import javax.net.ssl.SSLSocketFactory;

/// The wiring of providers: what they are asked by, what they are kept in, what routes use them.
final class SignInByProvider {
    private final PendingStore pending;
    private final ReplayStore replays;
    private final List<Route> routes = new ArrayList<>();

    /// What the rest of identity brings. `url` is where people reach the installation.
    record Parts(
            Database database,
            Envelope envelope,
            List<IpRange> addresses,
            String url,
            UserStore users,
            SessionStore sessionStore,
            Sessions sessions,
            AccessStore access,
            Accounts accounts,
            SecondFactors factors,
            Tries tries,
            Refusals refusals,
            AccessChanges changes) {}

    SignInByProvider(Parts parts, Clock clock) {
        Database database = parts.database();
        this.pending = new PendingStore(database, clock);
        this.replays = new ReplayStore(database, clock);
        var identities = new IdentityStore(database, clock);
        var roles = new RoleStore(database, clock);
        var outbound =
                new Outbound(
                        rules(parts.addresses()),
                        (SSLSocketFactory) SSLSocketFactory.getDefault(),
                        Outbound.Bounds.STANDARD);
        var providers =
                new Providers(
                        new ProviderStore(database),
                        parts.envelope(),
                        replays,
                        outbound,
                        parts.url(),
                        clock);
        var waiting = new Waiting(pending, parts.envelope(), clock);
        var departures = new Departures(providers, waiting, parts.tries());
        var arrivals =
                new Arrivals(
                        new Arrivals.Parts(
                                providers,
                                waiting,
                                identities,
                                new MappingStore(database, clock),
                                roles,
                                parts.sessionStore(),
                                parts.users(),
                                parts.factors(),
                                parts.tries()));
        routes.addAll(
                new ProviderRoutes(
                                providers,
                                new GroupStore(database, clock),
                                roles,
                                parts.access(),
                                clock)
                        .routes());
        routes.addAll(
                new SignInRoutes(
                                new SignInRoutes.Parts(
                                        providers,
                                        departures,
                                        arrivals,
                                        parts.sessions(),
                                        parts.sessionStore(),
                                        parts.refusals(),
                                        parts.changes()),
                                clock)
                        .routes());
        routes.addAll(
                new IdentityRoutes(
                                new IdentityRoutes.Parts(
                                        providers,
                                        departures,
                                        identities,
                                        parts.sessionStore(),
                                        parts.users(),
                                        parts.accounts(),
                                        parts.factors(),
                                        parts.tries()),
                                clock)
                        .routes());
    }

    /// Public addresses by https, and what the operator names; this machine's own by http, too.
    private static OutboundRules rules(List<IpRange> named) {
        boolean loopback =
                Stream.of("127.0.0.1", "::1")
                        .flatMap(own -> IpAddress.parse(own).stream())
                        .anyMatch(own -> named.stream().anyMatch(range -> range.contains(own)));
        return new OutboundRules(address -> among(named, address), loopback);
    }

    private static boolean among(List<IpRange> named, InetAddress address) {
        return IpAddress.parse(address.getHostAddress())
                .filter(one -> named.stream().anyMatch(range -> range.contains(one)))
                .isPresent();
    }

    List<Route> routes() {
        return List.copyOf(routes);
    }

    /// What nobody came back for, and what is too old to be used again.
    void forget() {
        pending.purge();
        replays.purge();
    }
}
