package dev.fairlead.controlplane.store.organizations;

import dev.fairlead.controlplane.store.Columns;
import dev.fairlead.controlplane.store.Database;
import dev.fairlead.model.access.Permission;
import dev.fairlead.model.access.RoleName;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.OrganizationId;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Roles of organizations' own.
public final class RoleStore {
    private static final RowMapper<CustomRole> ROW =
            (row, _) ->
                    new CustomRole(
                            new RoleName(row.getString("name")),
                            Arrays.stream((String[]) row.getArray("permissions").getArray())
                                    .map(Permission::parse)
                                    .flatMap(Optional::stream)
                                    .collect(Collectors.toUnmodifiableSet()));

    private final Database database;
    private final Clock clock;

    public RoleStore(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    public List<CustomRole> list(OrganizationId organization) {
        return database.inTenant(
                organization,
                handle ->
                        handle.createQuery(
                                        "select * from roles where organization_id = ?"
                                                + " order by name")
                                .bind(0, organization.value())
                                .map(ROW)
                                .list());
    }

    public Optional<CustomRole> find(OrganizationId organization, RoleName name) {
        return database.inTenant(
                organization,
                handle ->
                        handle.createQuery(
                                        "select * from roles where organization_id = ?"
                                                + " and name = ?")
                                .bind(0, organization.value())
                                .bind(1, name.text())
                                .map(ROW)
                                .findOne());
    }

    /// Makes it, or changes what it has.
    public void put(OrganizationId organization, CustomRole role) {
        String words =
                role.permissions().stream()
                        .map(Permission::word)
                        .sorted()
                        .collect(Collectors.joining(",", "{", "}"));
        database.inTenant(
                organization,
                handle ->
                        handle.execute(
                                "insert into roles (organization_id, name, permissions, created_at)"
                                        + " values (?, ?, ?::text[], ?)"
                                        + " on conflict (organization_id, name)"
                                        + " do update set permissions = excluded.permissions",
                                organization.value(),
                                role.name().text(),
                                words,
                                Columns.at(clock.instant())));
    }

    /// Refuses one that somebody has or is invited to.
    public void delete(OrganizationId organization, RoleName name) {
        database.inTenant(
                organization,
                handle -> {
                    if (used(handle, organization, name)) {
                        throw new Rejected(
                                ErrorCode.ROLE_IN_USE, "give those who have it another first");
                    }
                    int gone =
                            handle.execute(
                                    "delete from roles where organization_id = ? and name = ?",
                                    organization.value(),
                                    name.text());
                    if (gone == 0) {
                        throw new Rejected(ErrorCode.ROLE_NOT_FOUND, "no role '" + name + "'");
                    }
                    return gone;
                });
    }

    private static boolean used(Handle handle, OrganizationId organization, RoleName name) {
        return handle.createQuery(
                        """
                        select exists (select from memberships
                                       where organization_id = :organization and role = :role)
                            or exists (select from role_grants
                                       where organization_id = :organization and role = :role)
                            or exists (select from mapped_roles
                                       where organization_id = :organization and role = :role)
                            or exists (select from invitations
                                       where organization_id = :organization and role = :role
                                         and accepted_at is null and revoked_at is null)\
                        """)
                .bind("organization", organization.value())
                .bind("role", name.text())
                .mapTo(Boolean.class)
                .one();
    }
}
