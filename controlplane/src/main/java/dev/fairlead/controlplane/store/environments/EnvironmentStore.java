package dev.fairlead.controlplane.store.environments;

import dev.fairlead.controlplane.store.Database;
import dev.fairlead.controlplane.store.environments.Environment.Deployers;
import dev.fairlead.controlplane.store.environments.Environment.Freeze;
import dev.fairlead.controlplane.store.environments.Environment.Protection;
import dev.fairlead.controlplane.store.environments.Environment.Retention;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.EnvironmentId;
import dev.fairlead.model.ids.GroupId;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ProjectId;
import dev.fairlead.model.ids.ServiceId;
import dev.fairlead.model.ids.UserId;
import dev.fairlead.model.names.EnvironmentName;
import dev.fairlead.model.names.ProjectName;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/// Environments. A change needs the revision that its author saw.
public final class EnvironmentStore {
    private static final String SELECT =
            """
            select e.*, p.name as project, parent.name as parent,
                (select array_agg(d.user_id) from environment_deployers d
                    where d.environment_id = e.id and d.user_id is not null) as users,
                (select array_agg(d.group_id) from environment_deployers d
                    where d.environment_id = e.id and d.group_id is not null) as groups
            from environments e join projects p on p.id = e.project_id
                left join environments parent on parent.id = e.parent_id
            """;

    private final Database database;
    private final Clock clock;

    public EnvironmentStore(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    /// What a new environment is, and what of an old one can be changed.
    public record Wish(
            Optional<EnvironmentName> parent, Protection protection, Retention retention) {}

    /// Refuses a name that is taken, and a parent that is not there.
    public Environment create(
            OrganizationId organization, ProjectId project, EnvironmentName name, Wish wish) {
        var id = EnvironmentId.next(clock);
        try {
            return database.inTenant(
                    organization,
                    handle -> {
                        handle.createUpdate(
                                        """
                                        insert into environments (id, organization_id, project_id, name,
                                            parent_id, created_at, updated_at)
                                        values (:id, :organization, :project, :name, :parent::uuid, :now, :now)\
                                        """)
                                .bind("id", id.value())
                                .bind("organization", organization.value())
                                .bind("project", project.value())
                                .bind("name", name.text())
                                .bind("parent", parent(handle, project, wish).orElse(null))
                                .bind("now", now())
                                .execute();
                        write(handle, organization, id, wish);
                        return get(handle, id).orElseThrow();
                    });
        } catch (JdbiException e) {
            if (Database.duplicate(e)) {
                throw new Rejected(
                        ErrorCode.NAME_TAKEN, "the project has an environment '" + name + "'");
            }
            throw e;
        }
    }

    private static Optional<UUID> parent(Handle handle, ProjectId project, Wish wish) {
        return wish.parent()
                .map(name ->
                        handle.createQuery(
                                        "select id from environments where project_id = ? and name"
                                                + " = ?")
                                .bind(0, project.value())
                                .bind(1, name.text())
                                .mapTo(UUID.class)
                                .findOne()
                                .orElseThrow(() ->
                                        Rejected.field(
                                                "/parent",
                                                "the project has no environment '" + name + "'")));
    }

    private static void write(
            Handle handle, OrganizationId organization, EnvironmentId id, Wish wish) {
        Protection protection = wish.protection();
        handle.createUpdate(
                        """
                        update environments set deployers = :deployers, approvals = :approvals,
                            keep_count = :count::int, keep_days = :days::int where id = :id\
                        """)
                .bind("deployers", protection.deployers().isPresent() ? "listed" : "everybody")
                .bind("approvals", protection.approvals())
                .bind("count", wish.retention().count().orElse(null))
                .bind("days", wish.retention().days().orElse(null))
                .bind("id", id.value())
                .execute();
        handle.execute("delete from environment_deployers where environment_id = ?", id.value());
        protection
                .deployers()
                .ifPresent(listed -> {
                    listed.users()
                            .forEach(user -> list(handle, organization, id, user.value(), null));
                    listed.groups()
                            .forEach(group -> list(handle, organization, id, null, group.value()));
                });
    }

    private static void list(
            Handle handle,
            OrganizationId organization,
            EnvironmentId id,
            @Nullable UUID user,
            @Nullable UUID group) {
        handle.execute(
                "insert into environment_deployers values (?, ?, ?::uuid, ?::uuid)",
                organization.value(),
                id.value(),
                user,
                group);
    }

    /// Empty when it is gone or was changed since it was seen. Refuses a parent that inherits from
    /// it itself.
    public Optional<Environment> update(Environment seen, Wish wish) {
        return database.inTenant(
                seen.organization(),
                handle -> {
                    Optional<UUID> parent = parent(handle, seen.projectId(), wish);
                    if (parent.isPresent() && inherits(handle, parent.get(), seen.id().value())) {
                        throw Rejected.field(
                                "/parent",
                                "'" + wish.parent().orElseThrow() + "' inherits from it already");
                    }
                    int changed =
                            handle.createUpdate(
                                            """
                                            update environments set parent_id = :parent::uuid, updated_at = :now,
                                                revision = revision + 1
                                            where id = :id and revision = :revision\
                                            """)
                                    .bind("parent", parent.orElse(null))
                                    .bind("now", now())
                                    .bind("id", seen.id().value())
                                    .bind("revision", seen.revision())
                                    .execute();
                    if (changed == 0) {
                        return Optional.empty();
                    }
                    write(handle, seen.organization(), seen.id(), wish);
                    return get(handle, seen.id());
                });
    }

    private static boolean inherits(Handle handle, UUID from, UUID ancestor) {
        return handle.createQuery(
                        """
                        with recursive up as (
                            select id, parent_id from environments where id = :from
                            union select e.id, e.parent_id from environments e join up on e.id = up.parent_id)
                        select exists (select from up where id = :ancestor)\
                        """)
                .bind("from", from)
                .bind("ancestor", ancestor)
                .mapTo(Boolean.class)
                .one();
    }

    /// Nothing is released to it from now on, or it is again where `reason` is empty.
    public Optional<Environment> freeze(Environment seen, Optional<String> reason) {
        return database.inTenant(
                seen.organization(),
                handle -> {
                    handle.createUpdate(
                                    """
                                    update environments set frozen_at = :at::timestamptz, frozen_reason = :reason::text,
                                        revision = revision + 1, updated_at = :now where id = :id\
                                    """)
                            .bind("at", reason.isPresent() ? now() : null)
                            .bind("reason", reason.orElse(null))
                            .bind("now", now())
                            .bind("id", seen.id().value())
                            .execute();
                    return get(handle, seen.id());
                });
    }

    public Optional<Environment> find(OrganizationId organization, EnvironmentId id) {
        return database.inTenant(organization, handle -> get(handle, id));
    }

    private static Optional<Environment> get(Handle handle, EnvironmentId id) {
        return handle.createQuery(SELECT + "where e.id = ?")
                .bind(0, id.value())
                .map((row, _) -> read(row))
                .findOne();
    }

    /// For jobs, which know the id alone.
    public Optional<Environment> find(EnvironmentId id) {
        return database.inInstallation(handle -> get(handle, id));
    }

    public Optional<Environment> find(
            OrganizationId organization, ProjectId project, EnvironmentName name) {
        return database.inTenant(
                organization,
                handle ->
                        handle.createQuery(SELECT + "where e.project_id = ? and e.name = ?")
                                .bind(0, project.value())
                                .bind(1, name.text())
                                .map((row, _) -> read(row))
                                .findOne());
    }

    /// Those of a project, or of all, in the order they were made.
    public List<Environment> list(OrganizationId organization, Optional<ProjectName> project) {
        return database.inTenant(
                organization,
                handle ->
                        handle.createQuery(
                                        SELECT
                                                + "where e.organization_id = :organization and"
                                                + " (:project::text is null or p.name ="
                                                + " :project::text) order by p.name, e.created_at,"
                                                + " e.name limit 1000")
                                .bind("organization", organization.value())
                                .bind("project", project.map(ProjectName::text).orElse(null))
                                .map((row, _) -> read(row))
                                .list());
    }

    /// Those that do not keep every version, of all organizations.
    public List<Environment> withRetention() {
        return database.inInstallation(handle ->
                handle.createQuery(
                                SELECT
                                        + "where e.keep_count is not null or e.keep_days is not"
                                        + " null order by e.id")
                        .map((row, _) -> read(row))
                        .list());
    }

    /// Whether a user may deploy to it, listed themselves or by a group.
    public boolean lists(Environment environment, UserId user) {
        return database.inTenant(
                environment.organization(),
                handle ->
                        handle.createQuery(
                                        """
                                        select exists (select from environment_deployers d
                                            where d.environment_id = :id and (d.user_id = :user or d.group_id in (
                                                select m.group_id from group_members m where m.user_id = :user)))\
                                        """)
                                .bind("id", environment.id().value())
                                .bind("user", user.value())
                                .mapTo(Boolean.class)
                                .one());
    }

    /// How many a project has.
    public int count(OrganizationId organization, ProjectId project) {
        return database.inTenant(
                organization,
                handle ->
                        handle.createQuery("select count(*) from environments where project_id = ?")
                                .bind(0, project.value())
                                .mapTo(Integer.class)
                                .one());
    }

    /// Takes it away with its deployments, versions and aliases; the services that answered there.
    /// Empty when it is gone. Refuses one that others inherit from.
    public Optional<List<ServiceId>> delete(Environment environment) {
        return database.inTenant(
                environment.organization(),
                handle -> {
                    List<ServiceId> answered =
                            handle.createQuery(
                                            "select distinct service_id from aliases where"
                                                    + " environment_id = ?")
                                    .bind(0, environment.id().value())
                                    .mapTo(UUID.class)
                                    .map(ServiceId::new)
                                    .list();
                    Optional<String> heir =
                            handle.createQuery("select name from environments where parent_id = ?")
                                    .bind(0, environment.id().value())
                                    .mapTo(String.class)
                                    .findFirst();
                    if (heir.isPresent()) {
                        throw new Rejected(
                                ErrorCode.ENVIRONMENT_IN_USE,
                                "'" + heir.get() + "' inherits from it; give that another parent");
                    }
                    int gone =
                            handle.execute(
                                    "delete from environments where id = ?",
                                    environment.id().value());
                    return gone == 1 ? Optional.of(answered) : Optional.empty();
                });
    }

    private static Environment read(ResultSet row) throws SQLException {
        boolean listed = row.getString("deployers").equals("listed");
        OffsetDateTime frozen = row.getObject("frozen_at", OffsetDateTime.class);
        return new Environment(
                new EnvironmentId(row.getObject("id", UUID.class)),
                new OrganizationId(row.getObject("organization_id", UUID.class)),
                new ProjectId(row.getObject("project_id", UUID.class)),
                new ProjectName(row.getString("project")),
                new EnvironmentName(row.getString("name")),
                Optional.ofNullable(row.getString("parent")).map(EnvironmentName::new),
                new Protection(
                        listed
                                ? Optional.of(
                                        new Deployers(
                                                ids(row, "users", UserId::new),
                                                ids(row, "groups", GroupId::new)))
                                : Optional.empty(),
                        row.getInt("approvals")),
                new Retention(number(row, "keep_count"), number(row, "keep_days")),
                frozen == null
                        ? Optional.empty()
                        : Optional.of(
                                new Freeze(
                                        frozen.toInstant(),
                                        String.valueOf(row.getString("frozen_reason")))),
                row.getLong("revision"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("updated_at", OffsetDateTime.class).toInstant());
    }

    private static Optional<Integer> number(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, Integer.class));
    }

    private static <T> List<T> ids(ResultSet row, String column, Function<UUID, T> id)
            throws SQLException {
        Array array = row.getArray(column);
        return array == null
                ? List.of()
                : Arrays.stream((UUID[]) array.getArray()).map(id).toList();
    }
}
