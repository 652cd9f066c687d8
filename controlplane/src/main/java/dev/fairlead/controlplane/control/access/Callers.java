package dev.fairlead.controlplane.control.access;

import dev.fairlead.controlplane.control.access.Caller.Via;
import dev.fairlead.controlplane.store.access.AccessChanges;
import dev.fairlead.controlplane.store.access.AccessStore;
import dev.fairlead.controlplane.store.access.AccessStore.Belonging;
import dev.fairlead.controlplane.store.access.AccessStore.OpenSession;
import dev.fairlead.controlplane.store.keys.Key;
import dev.fairlead.controlplane.store.keys.KeyStore;
import dev.fairlead.dataplane.clients.IpAddress;
import dev.fairlead.dataplane.clients.IpRange;
import dev.fairlead.identity.tokens.AccessTokens;
import dev.fairlead.model.access.Permission;
import dev.fairlead.model.access.Role;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ProjectId;
import dev.fairlead.model.ids.SessionId;
import dev.fairlead.model.ids.UserId;

import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Finds who is behind a credential, and what they may. Everything it learns is remembered until
/// PostgreSQL says that somebody's rights changed, so that a request asks no database.
public final class Callers {
    /// Names the organization where a caller belongs to several.
    public static final String ORGANIZATION_HEADER = "fairlead-organization";

    private static final int LONGEST_NAME = 200;

    private final AccessStore store;
    private final KeyStore keys;
    private final SigningKeys signing;
    private final AccessTokens tokens;
    private final Uses uses;
    private final Clock clock;
    private final Remembered<String, Key> knownKeys;
    private final Remembered<String, OpenSession> knownSessions;
    private final Remembered<UserId, AccessStore.Owner> knownOwners;
    private final Remembered<UserId, List<Belonging>> knownBelongings;
    private final Remembered<Membership, Access> knownAccess;

    private record Membership(OrganizationId organization, UserId user) {}

    /// What a caller showed, and where they are. `organization` is the one they name.
    public record Shown(Via via, String text, Optional<String> organization, String address) {
        /// What a bearer credential is, by how it begins.
        public static Via viaOf(String bearer) {
            return bearer.startsWith("fl") ? Via.KEY : Via.TOKEN;
        }

        /// Without the secret.
        @Override
        public String toString() {
            return "Shown[" + via + " from " + address + "]";
        }
    }

    public Callers(
            AccessStore store,
            KeyStore keys,
            SigningKeys signing,
            AccessTokens tokens,
            Uses uses,
            AccessChanges changes,
            Clock clock) {
        this.store = store;
        this.keys = keys;
        this.signing = signing;
        this.tokens = tokens;
        this.uses = uses;
        this.clock = clock;
        this.knownKeys = new Remembered<>(changes);
        this.knownSessions = new Remembered<>(changes);
        this.knownOwners = new Remembered<>(changes);
        this.knownBelongings = new Remembered<>(changes);
        this.knownAccess = new Remembered<>(changes);
    }

    /// Empty for a credential that opens nothing: unknown, revoked, expired, or used from where it
    /// may not be.
    public Optional<Caller> find(Shown shown) {
        return switch (shown.via()) {
            case NOBODY -> Optional.empty();
            case COOKIE -> cookie(shown);
            case TOKEN -> token(shown);
            case KEY -> key(shown);
        };
    }

    private Optional<Caller> cookie(Shown shown) {
        return SecretText.parse(shown.text())
                .filter(secret -> secret.kind() == SecretText.Kind.SESSION)
                .map(SecretText::hash)
                .flatMap(hash -> knownSessions.get(hash, () -> store.sessionByHash(hash)))
                .flatMap(this::open)
                .map(session -> caller(session, shown, session.expiresAt()));
    }

    private Optional<Caller> token(Shown shown) {
        Optional<AccessTokens.Claims> claims =
                tokens.read(shown.text(), signing.all(), clock.instant());
        return claims.flatMap(said ->
                        session(said.session())
                                .filter(session -> session.user().equals(said.user())))
                .flatMap(this::open)
                .map(session -> caller(session, shown, claims.get().expiresAt()));
    }

    private Optional<OpenSession> session(SessionId id) {
        return knownSessions.get(id.toString(), () -> store.session(id));
    }

    /// Another instance may have seen it since this one asked.
    private Optional<OpenSession> open(OpenSession session) {
        Optional<OpenSession> open =
                uses.idleTooLong(session)
                        ? store.session(session.id()).filter(s -> !uses.idleTooLong(s))
                        : Optional.of(session);
        open = open.filter(s -> s.expiresAt().isAfter(clock.instant()));
        open.ifPresent(s -> uses.session(s.id()));
        return open;
    }

    private Caller caller(OpenSession session, Shown shown, Instant expiresAt) {
        Optional<OrganizationId> organization =
                organization(session.user(), session.administrator(), shown.organization());
        return new Caller(
                shown.via(),
                session.user().toString(),
                session.email(),
                Optional.of(session.user()),
                Optional.of(session.id()),
                Optional.empty(),
                session.administrator(),
                organization,
                organization
                        .map(in -> access(in, session.user(), session.administrator()))
                        .orElse(Access.NONE),
                expiresAt);
    }

    /// The one that is named, where they belong to it; else the only one.
    private Optional<OrganizationId> organization(
            UserId user, boolean administrator, Optional<String> named) {
        List<Belonging> all =
                knownBelongings
                        .get(user, () -> Optional.of(store.belongings(user)))
                        .orElse(List.of());
        if (named.isEmpty()) {
            return all.size() == 1 ? Optional.of(all.getFirst().organization()) : Optional.empty();
        }
        String name = named.get();
        Optional<OrganizationId> found =
                all.stream()
                        .filter(one ->
                                one.name().equals(name)
                                        || one.organization().toString().equals(name))
                        .map(Belonging::organization)
                        .findFirst();
        return found.isEmpty() && administrator ? any(name) : found;
    }

    /// Administrators of the installation reach every organization.
    private Optional<OrganizationId> any(String name) {
        if (name.length() > LONGEST_NAME) {
            return Optional.empty();
        }
        try {
            var id = OrganizationId.parse(name);
            return store.exists(id) ? Optional.of(id) : Optional.empty();
        } catch (Rejected e) {
            return store.organization(name);
        }
    }

    private Optional<Caller> key(Shown shown) {
        return SecretText.parse(shown.text())
                .map(SecretText::hash)
                .flatMap(hash -> knownKeys.get(hash, () -> keys.find(hash)))
                .filter(key -> opens(key, shown.address()))
                .flatMap(this::caller);
    }

    private boolean opens(Key key, String address) {
        Instant now = clock.instant();
        if (key.expiresAt().filter(at -> !at.isAfter(now)).isPresent()
                || !from(key.addresses(), address)) {
            return false;
        }
        uses.key(key.id(), now, address);
        return true;
    }

    private static boolean from(List<String> allowed, String address) {
        return allowed.isEmpty()
                || IpAddress.parse(address)
                        .filter(client ->
                                allowed.stream()
                                        .map(IpRange::parse)
                                        .anyMatch(range -> range.contains(client)))
                        .isPresent();
    }

    private Optional<Caller> caller(Key key) {
        Optional<AccessStore.Owner> owner =
                key.user().flatMap(user -> knownOwners.get(user, () -> store.owner(user)));
        if (key.user().isPresent() && owner.isEmpty()) {
            return Optional.empty();
        }
        Access whole =
                switch (key.kind()) {
                    case INSTALLATION, ORGANIZATION ->
                            new Access(Role.OWNER.permissions(), Map.of());
                    case PROJECT ->
                            new Access(
                                    Set.of(),
                                    Map.of(key.project().orElseThrow(), Access.OF_PROJECT_KEYS));
                    case USER -> access(key.organization(), key.user().orElseThrow(), false);
                };
        return Optional.of(
                new Caller(
                        Via.KEY,
                        key.id().toString(),
                        key.name(),
                        key.user(),
                        Optional.empty(),
                        Optional.of(key.id()),
                        key.kind() == Key.Kind.INSTALLATION && key.scopes().isEmpty(),
                        Optional.of(key.organization()),
                        key.scopes().map(whole::within).orElse(whole),
                        key.expiresAt().orElse(Instant.MAX)));
    }

    /// What a user may in an organization.
    public Access access(OrganizationId organization, UserId user, boolean administrator) {
        if (administrator) {
            return new Access(Role.OWNER.permissions(), Map.of());
        }
        return knownAccess
                .get(
                        new Membership(organization, user),
                        () ->
                                Optional.of(
                                        store.held(organization, user)
                                                .map(Callers::access)
                                                .orElse(Access.NONE)))
                .orElse(Access.NONE);
    }

    private static Access access(AccessStore.Held held) {
        var everywhere = EnumSet.noneOf(Permission.class);
        var projects = new HashMap<ProjectId, Set<Permission>>();
        for (AccessStore.HeldRole role : held.roles()) {
            Set<Permission> permissions = permissions(role.role(), held.custom());
            if (role.project().isEmpty()) {
                everywhere.addAll(permissions);
            } else {
                projects.computeIfAbsent(
                                role.project().get(), _ -> EnumSet.noneOf(Permission.class))
                        .addAll(inProject(permissions));
            }
        }
        return new Access(everywhere, projects);
    }

    /// Those of a role by its name; none for one that is not there.
    public static Set<Permission> permissions(String role, Map<String, Set<String>> custom) {
        Optional<Role> builtIn = Role.parse(role);
        if (builtIn.isPresent()) {
            return builtIn.get().permissions();
        }
        var all = EnumSet.noneOf(Permission.class);
        custom.getOrDefault(role, Set.of()).stream()
                .map(Permission::parse)
                .flatMap(Optional::stream)
                .filter(Permission::grantable)
                .forEach(all::add);
        return all;
    }

    private static Set<Permission> inProject(Set<Permission> permissions) {
        var some = EnumSet.noneOf(Permission.class);
        permissions.stream().filter(p -> p.reach() == Permission.Reach.PROJECT).forEach(some::add);
        return some;
    }
}
