package dev.fairlead.controlplane.store.organizations;

import dev.fairlead.controlplane.store.Columns;
import dev.fairlead.controlplane.store.Database;
import dev.fairlead.controlplane.store.Page;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.UserId;
import dev.fairlead.model.people.DisplayName;

import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.mapper.RowMapper;

import java.time.Clock;
import java.util.Optional;
import java.util.UUID;

/// Organizations.
public final class OrganizationStore {
    private static final RowMapper<Organization> ROW =
            (row, _) ->
                    new Organization(
                            new OrganizationId(Columns.id(row, "id")),
                            row.getString("name"),
                            Columns.time(row, "created_at"));

    private final Database database;
    private final Clock clock;

    public OrganizationStore(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /// With its first owner; refuses a name that is taken.
    public Organization create(DisplayName name, Optional<UserId> owner) {
        var id = OrganizationId.next(clock);
        return named(
                name,
                () ->
                        database.inInstallation(handle -> {
                            Organization made =
                                    handle.createQuery(
                                                    "insert into organizations (id, name,"
                                                        + " created_at) values (?, ?, ?) returning"
                                                        + " *")
                                            .bind(0, id.value())
                                            .bind(1, name.text())
                                            .bind(2, Columns.at(clock.instant()))
                                            .map(ROW)
                                            .one();
                            owner.ifPresent(user ->
                                    handle.execute(
                                            "insert into memberships (organization_id, user_id,"
                                                + " role, created_at) values (?, ?, 'owner', ?)",
                                            id.value(),
                                            user.value(),
                                            Columns.at(clock.instant())));
                            return made;
                        }));
    }

    /// A statement that a taken name stops.
    private interface Naming {
        Organization run();
    }

    private static Organization named(DisplayName name, Naming work) {
        try {
            return work.run();
        } catch (JdbiException e) {
            if (Database.duplicate(e)) {
                throw new Rejected(ErrorCode.NAME_TAKEN, "there is an organization '" + name + "'");
            }
            throw e;
        }
    }

    public Organization get(OrganizationId id) {
        return database.inTenant(
                        id,
                        handle ->
                                handle.createQuery("select * from organizations where id = ?")
                                        .bind(0, id.value())
                                        .map(ROW)
                                        .findOne())
                .orElseThrow(() -> missing(id));
    }

    private static Rejected missing(OrganizationId id) {
        return new Rejected(ErrorCode.ORGANIZATION_NOT_FOUND, "no organization " + id);
    }

    /// All of the installation, newest first.
    public Page<Organization> list(Optional<UUID> after, int limit) {
        return database.inInstallation(handle ->
                Page.read(
                        handle.createQuery(
                                """
                                select * from organizations
                                where (:after::uuid is null or id < :after::uuid)
                                order by id desc limit :limit\
                                """),
                        after,
                        limit,
                        ROW,
                        one -> one.id().value()));
    }

    public Organization rename(OrganizationId id, DisplayName name) {
        return named(
                name,
                () ->
                        database.inTenant(
                                        id,
                                        handle ->
                                                handle.createQuery(
                                                                "update organizations set name = ?"
                                                                    + " where id = ? returning *")
                                                        .bind(0, name.text())
                                                        .bind(1, id.value())
                                                        .map(ROW)
                                                        .findOne())
                                .orElseThrow(() -> missing(id)));
    }

    /// With its members, groups and roles; refuses one that has projects.
    public void delete(OrganizationId id) {
        database.inTenant(
                id,
                handle -> {
                    boolean used =
                            handle.createQuery("select exists (select from projects)")
                                    .mapTo(Boolean.class)
                                    .one();
                    if (used) {
                        throw new Rejected(
                                ErrorCode.ORGANIZATION_NOT_EMPTY, "delete its projects first");
                    }
                    handle.execute("delete from keys");
                    handle.execute("delete from idempotency_keys");
                    handle.execute("delete from build_cache");
                    handle.execute("delete from deleted_functions");
                    return handle.execute("delete from organizations where id = ?", id.value());
                });
    }
}
