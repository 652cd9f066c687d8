package dev.fairlead.controlplane.store.access;

import dev.fairlead.controlplane.store.Columns;
import dev.fairlead.controlplane.store.Database;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ProjectId;
import dev.fairlead.model.ids.SessionId;
import dev.fairlead.model.ids.UserId;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/// What a caller's rights are made of: their session, their organizations, the roles they have.
public final class AccessStore {
    private static final String SESSIONS =
            """
            select s.id, s.user_id, s.kind, s.seen_at, s.expires_at, u.name, u.email,
                u.administrator
            from sessions s join users u on u.id = s.user_id
            where s.revoked_at is null and u.disabled_at is null and\
            """;
    private static final RowMapper<OpenSession> SESSION =
            (row, _) ->
                    new OpenSession(
                            new SessionId(Columns.id(row, "id")),
                            new UserId(Columns.id(row, "user_id")),
                            row.getString("kind"),
                            Columns.time(row, "seen_at"),
                            Columns.time(row, "expires_at"),
                            row.getString("email"),
                            row.getBoolean("administrator"));

    private final Database database;

    public AccessStore(Database database) {
        this.database = database;
    }

    /// A session that was not revoked, of a user who was not disabled; it may have expired.
    public record OpenSession(
            SessionId id,
            UserId user,
            String kind,
            Instant seenAt,
            Instant expiresAt,
            String email,
            boolean administrator) {}

    /// A role, in one project or everywhere.
    public record HeldRole(Optional<ProjectId> project, String role) {}

    /// All that a user has in an organization, with the permissions of its own roles.
    public record Held(List<HeldRole> roles, Map<String, Set<String>> custom) {
        public Held {
            roles = List.copyOf(roles);
            custom = Map.copyOf(custom);
        }
    }

    /// An organization and what it is called.
    public record Belonging(
            OrganizationId organization, String name, String role, List<String> mappedRoles) {
        public Belonging {
            mappedRoles = List.copyOf(mappedRoles);
        }
    }

    public Optional<OpenSession> sessionByHash(String hash) {
        return database.inInstallation(handle ->
                handle.createQuery(SESSIONS + " s.token_hash = ?")
                        .bind(0, hash)
                        .map(SESSION)
                        .findOne());
    }

    public Optional<OpenSession> session(SessionId id) {
        return database.inInstallation(handle ->
                handle.createQuery(SESSIONS + " s.id = ?")
                        .bind(0, id.value())
                        .map(SESSION)
                        .findOne());
    }

    /// A user who was not disabled: their address, and whether they administer the installation.
    public Optional<Owner> owner(UserId user) {
        return database.inInstallation(handle ->
                handle.createQuery(
                                "select email, administrator from users"
                                        + " where id = ? and disabled_at is null")
                        .bind(0, user.value())
                        .map((row, _) ->
                                new Owner(row.getString("email"), row.getBoolean("administrator")))
                        .findOne());
    }

    /// Whose a key is.
    public record Owner(String email, boolean administrator) {}

    /// Empty where they are no member.
    public Optional<Held> held(OrganizationId organization, UserId user) {
        return database.inInstallation(handle -> {
            List<HeldRole> roles =
                    handle.createQuery(
                                    """
                                    select null::uuid as project_id, role from memberships
                                    where organization_id = :organization and user_id = :user
                                    union all
                                    select null, role from mapped_roles
                                    where organization_id = :organization and user_id = :user
                                    union all
                                    select g.project_id, g.role from role_grants g
                                    where g.organization_id = :organization
                                      and (g.user_id = :user or g.group_id in (
                                          select group_id from group_members
                                          where user_id = :user
                                            and organization_id = :organization))\
                                    """)
                            .bind("organization", organization.value())
                            .bind("user", user.value())
                            .map((row, _) ->
                                    new HeldRole(
                                            Columns.optionalId(row, "project_id")
                                                    .map(ProjectId::new),
                                            row.getString("role")))
                            .list();
            return roles.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Held(roles, custom(handle, organization)));
        });
    }

    private static Map<String, Set<String>> custom(Handle handle, OrganizationId organization) {
        return handle
                .createQuery("select name, permissions from roles where organization_id = ?")
                .bind(0, organization.value())
                .map((row, _) ->
                        Map.entry(
                                row.getString("name"),
                                Set.of((String[]) row.getArray("permissions").getArray())))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /// The organizations of a user, by name.
    public List<Belonging> belongings(UserId user) {
        return database.inInstallation(handle ->
                handle.createQuery(
                                """
                                select o.id, o.name, m.role,
                                    coalesce((select array_agg(r.role order by r.role)
                                        from mapped_roles r
                                        where r.organization_id = m.organization_id
                                          and r.user_id = m.user_id), '{}') as mapped_roles
                                from memberships m
                                join organizations o on o.id = m.organization_id
                                where m.user_id = ? order by o.name\
                                """)
                        .bind(0, user.value())
                        .map((row, _) ->
                                new Belonging(
                                        new OrganizationId(Columns.id(row, "id")),
                                        row.getString("name"),
                                        row.getString("role"),
                                        List.of(
                                                (String[])
                                                        row.getArray("mapped_roles").getArray())))
                        .list());
    }

    /// The organization of this name.
    public Optional<OrganizationId> organization(String name) {
        return database.inInstallation(handle ->
                handle.createQuery("select id from organizations where name = ?")
                        .bind(0, name)
                        .mapTo(UUID.class)
                        .findOne()
                        .map(OrganizationId::new));
    }

    /// Whether there is such an organization.
    public boolean exists(OrganizationId organization) {
        return database.inInstallation(handle ->
                handle.createQuery("select exists (select from organizations where id = ?)")
                        .bind(0, organization.value())
                        .mapTo(Boolean.class)
                        .one());
    }
}
