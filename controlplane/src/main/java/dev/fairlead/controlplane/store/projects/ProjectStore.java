package dev.fairlead.controlplane.store.projects;

import dev.fairlead.controlplane.store.Columns;
import dev.fairlead.controlplane.store.Database;
import dev.fairlead.controlplane.store.Page;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ProjectId;
import dev.fairlead.model.names.ProjectName;

import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.mapper.RowMapper;

import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;

/// Projects, and the organization that every installation begins with.
public final class ProjectStore {
    private static final String FIRST_ORGANIZATION = "default";
    private static final RowMapper<Project> ROW =
            (row, _) ->
                    new Project(
                            new ProjectId(row.getObject("id", UUID.class)),
                            new OrganizationId(row.getObject("organization_id", UUID.class)),
                            new ProjectName(row.getString("name")),
                            row.getObject("created_at", OffsetDateTime.class).toInstant());

    private final Database database;
    private final Clock clock;

    public ProjectStore(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /// The first organization; made when it is not there.
    public OrganizationId firstOrganization() {
        return database.inInstallation(handle -> {
            handle.execute(
                    "insert into organizations (id, name, created_at) values (?, ?, ?)"
                            + " on conflict (name) do nothing",
                    OrganizationId.next(clock).value(),
                    FIRST_ORGANIZATION,
                    now());
            return new OrganizationId(
                    handle.createQuery("select id from organizations where name = ?")
                            .bind(0, FIRST_ORGANIZATION)
                            .mapTo(UUID.class)
                            .one());
        });
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    /// Refuses a name that is taken.
    public Project create(OrganizationId organization, ProjectName name) {
        var id = ProjectId.next(clock);
        Instant now = clock.instant();
        try {
            database.inTenant(
                    organization,
                    handle ->
                            handle.execute(
                                    "insert into projects (id, organization_id, name, created_at)"
                                            + " values (?, ?, ?, ?)",
                                    id.value(),
                                    organization.value(),
                                    name.text(),
                                    now.atOffset(ZoneOffset.UTC)));
        } catch (JdbiException e) {
            if (Database.duplicate(e)) {
                throw new Rejected(ErrorCode.NAME_TAKEN, "there is a project '" + name + "'");
            }
            throw e;
        }
        return new Project(id, organization, name, now);
    }

    public Optional<Project> find(OrganizationId organization, ProjectName name) {
        return database.inTenant(
                organization,
                handle ->
                        handle.createQuery(
                                        "select * from projects where organization_id = ?"
                                                + " and name = ?")
                                .bind(0, organization.value())
                                .bind(1, name.text())
                                .map(ROW)
                                .findOne());
    }

    /// Newest first; `name` narrows to one.
    public Page<Project> list(
            OrganizationId organization, Optional<String> name, Optional<UUID> after, int limit) {
        return database.inTenant(
                organization,
                handle ->
                        Page.read(
                                handle.createQuery(
                                                """
                                                select * from projects
                                                where organization_id = :organization
                                                  and (:name::text is null or name = :name::text)
                                                  and (:after::uuid is null or id < :after::uuid)
                                                order by id desc limit :limit\
                                                """)
                                        .bind("organization", organization.value())
                                        .bind("name", Columns.orNull(name)),
                                after,
                                limit,
                                ROW,
                                p -> p.id().value()));
    }

    /// False when there is none; refuses one that still has services.
    public boolean delete(OrganizationId organization, ProjectId id) {
        return database.inTenant(
                organization,
                handle -> {
                    boolean used =
                            handle.createQuery(
                                            "select exists (select from services where project_id"
                                                    + " = ?)")
                                    .bind(0, id.value())
                                    .mapTo(Boolean.class)
                                    .one();
                    if (used) {
                        throw new Rejected(
                                ErrorCode.PROJECT_NOT_EMPTY, "delete its functions first");
                    }
                    return handle.execute("delete from projects where id = ?", id.value()) == 1;
                });
    }
}
