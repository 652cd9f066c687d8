package dev.fairlead.server.identity;

import dev.fairlead.controlplane.api.keys.KeyRoutes;
import dev.fairlead.controlplane.api.organizations.GroupRoutes;
import dev.fairlead.controlplane.api.organizations.MemberRoutes;
import dev.fairlead.controlplane.api.organizations.OrganizationRoutes;
import dev.fairlead.controlplane.api.organizations.RoleRoutes;
import dev.fairlead.controlplane.api.routes.Actors;
import dev.fairlead.controlplane.api.routes.ApiJson;
import dev.fairlead.controlplane.api.routes.Authorizer;
import dev.fairlead.controlplane.api.routes.Route;
import dev.fairlead.controlplane.api.scim.ScimDiscoveryRoutes;
import dev.fairlead.controlplane.api.scim.ScimGroupRoutes;
import dev.fairlead.controlplane.api.scim.ScimUserRoutes;
import dev.fairlead.controlplane.api.sessions.DeviceLoginRoutes;
import dev.fairlead.controlplane.api.sessions.SessionRoutes;
import dev.fairlead.controlplane.api.users.AccountRoutes;
import dev.fairlead.controlplane.api.users.LinkRoutes;
import dev.fairlead.controlplane.api.users.UserRoutes;
import dev.fairlead.controlplane.control.access.Callers;
import dev.fairlead.controlplane.control.access.FunctionGate;
import dev.fairlead.controlplane.control.access.SigningKeys;
import dev.fairlead.controlplane.control.access.Uses;
import dev.fairlead.controlplane.control.audit.Refusals;
import dev.fairlead.controlplane.control.directory.Directory;
import dev.fairlead.controlplane.control.keys.Keys;
import dev.fairlead.controlplane.control.organizations.Invitations;
import dev.fairlead.controlplane.control.organizations.Members;
import dev.fairlead.controlplane.control.organizations.Roles;
import dev.fairlead.controlplane.control.sessions.DeviceLogins;
import dev.fairlead.controlplane.control.sessions.Sessions;
import dev.fairlead.controlplane.control.sessions.SignIn;
import dev.fairlead.controlplane.control.sessions.Tries;
import dev.fairlead.controlplane.control.users.Accounts;
import dev.fairlead.controlplane.control.users.Mail;
import dev.fairlead.controlplane.control.users.SecondFactors;
import dev.fairlead.controlplane.control.variables.Envelope;
import dev.fairlead.controlplane.jobs.Jobs;
import dev.fairlead.controlplane.store.Database;
import dev.fairlead.controlplane.store.DatabaseUnavailable;
import dev.fairlead.controlplane.store.access.AccessChanges;
import dev.fairlead.controlplane.store.access.AccessStore;
import dev.fairlead.controlplane.store.access.SigningKeyStore;
import dev.fairlead.controlplane.store.audit.AuditStore;
import dev.fairlead.controlplane.store.directory.DirectoryGroupStore;
import dev.fairlead.controlplane.store.directory.DirectoryUserStore;
import dev.fairlead.controlplane.store.keys.KeyStore;
import dev.fairlead.controlplane.store.organizations.GroupStore;
import dev.fairlead.controlplane.store.organizations.InvitationStore;
import dev.fairlead.controlplane.store.organizations.MemberStore;
import dev.fairlead.controlplane.store.organizations.OrganizationStore;
import dev.fairlead.controlplane.store.organizations.RoleGrantStore;
import dev.fairlead.controlplane.store.organizations.RoleStore;
import dev.fairlead.controlplane.store.projects.ProjectStore;
import dev.fairlead.controlplane.store.services.AudienceStore;
import dev.fairlead.controlplane.store.sessions.DeviceLoginStore;
import dev.fairlead.controlplane.store.sessions.FailureStore;
import dev.fairlead.controlplane.store.sessions.SessionStore;
import dev.fairlead.controlplane.store.users.LinkStore;
import dev.fairlead.controlplane.store.users.UserStore;
import dev.fairlead.dataplane.access.Gatekeeper;
import dev.fairlead.dataplane.limits.Limiter;
import dev.fairlead.identity.codes.OneTimeCodes;
import dev.fairlead.identity.mail.SmtpMail;
import dev.fairlead.identity.passwords.Passwords;
import dev.fairlead.identity.tokens.AccessTokens;
import dev.fairlead.model.functions.RateLimit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// The part of the control plane that knows people: built bottom up, like the rest.
public final class Identity implements AutoCloseable {
    private static final Duration ACCESS_TOKEN = Duration.ofMinutes(10);
    private static final int HASHES_AT_ONCE =
            Math.max(2, Runtime.getRuntime().availableProcessors());
    private static final Duration KEPT_SESSIONS = Duration.ofDays(30);
    private static final Duration KEPT_FAILURES = Duration.ofDays(1);

    private static final Duration WRITE_USES = Duration.ofSeconds(30);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);
    private static final Logger LOG = LoggerFactory.getLogger(Identity.class);

    private final Passwords passwords;
    private final Thread writing = Thread.ofVirtual().name("uses").unstarted(this::writeUses);
    private final AccessChanges changes;
    private final Uses uses;
    private final SessionStore sessionStore;
    private final LinkStore links;
    private final DeviceLoginStore deviceStore;
    private final FailureStore failures;
    private final Keys keys;
    private final Accounts accounts;
    private final Authorizer authorizer;
    private final FunctionGate gatekeeper;
    private final Actors actors;
    private final SignInByProvider providers;
    private final List<Route> routes = new ArrayList<>();
    private final Clock clock;

    /// What the floors below bring. `url` is where people reach the installation, `terminal` where
    /// its operator reads; `limiter` counts how often a caller asks, `perCaller` is how often they
    /// may.
    public record Parts(
            Database database,
            ProjectStore projects,
            Envelope envelope,
            IdentitySettings settings,
            String url,
            ApiJson json,
            Limiter limiter,
            Optional<RateLimit> perCaller,
            PrintStream terminal) {}

    public Identity(Parts parts, Clock clock) {
        this.clock = clock;
        Database database = parts.database();
        var access = new AccessStore(database);
        var keyStore = new KeyStore(database, clock);
        var users = new UserStore(database, clock);
        var audit = new AuditStore(database);
        this.changes = new AccessChanges(database);
        this.sessionStore = new SessionStore(database, clock);
        this.links = new LinkStore(database, clock);
        this.deviceStore = new DeviceLoginStore(database, clock);
        this.failures = new FailureStore(database, clock);
        this.uses = new Uses(keyStore, sessionStore, Sessions.IDLE, clock);
        var tokens = new AccessTokens(ACCESS_TOKEN);
        var signing =
                new SigningKeys(new SigningKeyStore(database, clock), parts.envelope(), clock);
        var callers = new Callers(access, keyStore, signing, tokens, uses, changes, clock);
        this.authorizer = new Authorizer(callers, parts.limiter(), parts.perCaller());
        this.gatekeeper = new FunctionGate(callers, new AudienceStore(database), changes, clock);
        var refusals = new Refusals(audit, clock);
        this.actors = new Actors(refusals, parts.json());
        String url = parts.settings().publicUrl().orElse(parts.url());
        Mail mail = mail(parts, clock);
        this.passwords = new Passwords(Passwords.Cost.STANDARD, HASHES_AT_ONCE);
        var tries = new Tries(failures);
        var factors = new SecondFactors(users, parts.envelope(), new OneTimeCodes(), clock);
        var sessions = new Sessions(sessionStore, signing, tokens, clock);
        this.keys = new Keys(keyStore, clock);
        this.accounts = new Accounts(users, links, sessionStore, passwords, mail, url, clock);
        var members = new MemberStore(database, clock);
        routes.addAll(
                new SessionRoutes(
                                new SessionRoutes.Parts(
                                        new SignIn(users, passwords, factors, tries),
                                        sessions,
                                        sessionStore,
                                        accounts,
                                        users,
                                        members,
                                        parts.projects()),
                                clock)
                        .routes());
        routes.addAll(
                new DeviceLoginRoutes(new DeviceLogins(deviceStore, sessions, tries, clock), url)
                        .routes());
        routes.addAll(new LinkRoutes(accounts, tries).routes());
        routes.addAll(new UserRoutes(users).routes());
        routes.addAll(
                new AccountRoutes(users, sessionStore, sessions, access, accounts, factors, tries)
                        .routes());
        routes.addAll(new KeyRoutes(keys, keyStore, clock).routes());
        organizations(parts, users, members, sessions, tries, mail, url);
        this.providers =
                new SignInByProvider(
                        new SignInByProvider.Parts(
                                database,
                                parts.envelope(),
                                parts.settings().providerAddresses(),
                                url,
                                users,
                                sessionStore,
                                sessions,
                                access,
                                accounts,
                                factors,
                                tries,
                                refusals,
                                changes),
                        clock);
        routes.addAll(providers.routes());
    }

    private static Mail mail(Parts parts, Clock clock) {
        return parts.settings()
                .smtp()
                .<Mail>map(smtp -> new OutgoingMail(new SmtpMail(smtp, clock)))
                .orElseGet(() -> new OperatorMail(parts.terminal()));
    }

    private void organizations(
            Parts parts,
            UserStore users,
            MemberStore members,
            Sessions sessions,
            Tries tries,
            Mail mail,
            String url) {
        Database database = parts.database();
        var roleStore = new RoleStore(database, clock);
        var grants = new RoleGrantStore(database, clock);
        var roles = new Roles(roleStore, grants);
        var organizations = new OrganizationStore(database, clock);
        var invitationStore = new InvitationStore(database, clock);
        var invitations =
                new Invitations(
                        new Invitations.Parts(
                                invitationStore,
                                members,
                                organizations,
                                users,
                                accounts,
                                roles,
                                mail),
                        url,
                        clock);
        var use = new Members(members, roles);
        routes.addAll(new OrganizationRoutes(organizations, use).routes());
        routes.addAll(
                new MemberRoutes(members, use, invitationStore, invitations, users, sessions, tries)
                        .routes());
        var directoryUsers = new DirectoryUserStore(database, members, clock);
        var directoryGroups = new DirectoryGroupStore(database, clock);
        var directory = new Directory(directoryUsers, directoryGroups, members, invitations, roles);
        routes.addAll(new ScimUserRoutes(directory, directoryUsers, url).routes());
        routes.addAll(new ScimGroupRoutes(directory, directoryGroups, url).routes());
        routes.addAll(new ScimDiscoveryRoutes(url).routes());
        routes.addAll(new GroupRoutes(new GroupStore(database, clock), roles).routes());
        routes.addAll(
                new RoleRoutes(roles, roleStore, grants, new AudienceStore(database)).routes());
    }

    public void start() {
        changes.start();
        writing.start();
    }

    /// Notes what was used on this instance, until it stops.
    private void writeUses() {
        try {
            while (true) {
                TimeUnit.MILLISECONDS.sleep(WRITE_USES.toMillis());
                write();
            }
        } catch (InterruptedException e) {
            write();
            Thread.currentThread().interrupt();
        }
    }

    private void write() {
        try {
            uses.write();
        } catch (DatabaseUnavailable e) {
            LOG.debug("uses of keys and sessions are written later", e);
        }
    }

    public List<Route> routes() {
        return List.copyOf(routes);
    }

    public Authorizer authorizer() {
        return authorizer;
    }

    public Gatekeeper gatekeeper() {
        return gatekeeper;
    }

    public Actors actors() {
        return actors;
    }

    public AccessChanges changes() {
        return changes;
    }

    public Keys keys() {
        return keys;
    }

    public Accounts accounts() {
        return accounts;
    }

    /// What has to be done now and then.
    public List<Jobs.Recurring> recurring() {
        return List.of(new Jobs.Recurring("forget-sessions", Duration.ofHours(1), this::forget));
    }

    private void forget() {
        sessionStore.purge(clock.instant().minus(KEPT_SESSIONS));
        failures.purge(clock.instant().minus(KEPT_FAILURES));
        links.purge();
        deviceStore.purge();
        providers.forget();
    }

    @Override
    public void close() {
        changes.close();
        writing.interrupt();
        try {
            writing.join(CLOSE_PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Hashes passwords, and checks them.
    public Passwords passwords() {
        return passwords;
    }
}
