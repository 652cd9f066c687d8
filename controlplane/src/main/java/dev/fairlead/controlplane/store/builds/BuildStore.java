package dev.fairlead.controlplane.store.builds;

import dev.fairlead.controlplane.store.Database;
import dev.fairlead.controlplane.store.Page;
import dev.fairlead.controlplane.store.deployments.Deployment;
import dev.fairlead.controlplane.store.deployments.DeploymentRow;
import dev.fairlead.model.deployments.BuildPhase;
import dev.fairlead.model.deployments.BuildState;
import dev.fairlead.model.ids.BuildId;
import dev.fairlead.model.ids.DeploymentId;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.names.ProjectName;
import dev.fairlead.model.names.ServiceName;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The queue of builds. A build waits until `claim` takes it, and holds its place until its
/// deployment has ended.
public final class BuildStore {
    private static final String SELECT =
            "select "
                    + DeploymentRow.COLUMNS
                    + """
                    , d.*, b.id as build_id, b.state as build_state, b.phases as build_phases,
                        b.redriven_as, b.started_at, b.ended_at as build_ended_at, f.name as function,
                        p.name as project,
                        case when b.state = 'queued' then
                            (select count(*) from builds w where w.state = 'queued'
                                and w.deployment_id <= b.deployment_id) end as position
                    from builds b join deployments d on d.id = b.deployment_id
                        join services f on f.id = d.service_id join projects p on p.id = f.project_id
                    """;

    /// Taken in turn by project, so that many builds of one do not keep another waiting; one build
    /// of a function at a time, so that they begin in the order they came.
    private static final String CLAIM =
            """
            with held as (
                select d.service_id, f.project_id from deployments d
                    join builds b on b.deployment_id = d.id join services f on f.id = d.service_id
                where d.ended_at is null and b.state <> 'queued'
                    and d.state not in ('waiting', 'rolling-out')),
            per_project as (select project_id, count(*) as held from held group by project_id),
            waiting as (
                select d.id, row_number() over (partition by f.project_id order by d.id)
                    + coalesce(h.held, 0) as place
                from builds b join deployments d on d.id = b.deployment_id
                    join services f on f.id = d.service_id
                    left join per_project h on h.project_id = f.project_id
                where b.state = 'queued' and d.ended_at is null
                    and not exists (select from held where held.service_id = d.service_id)
                    and not exists (select from builds e join deployments o
                        on o.id = e.deployment_id where o.service_id = d.service_id
                        and e.state = 'queued' and o.id < d.id and o.ended_at is null)),
            taken as (
                select id from waiting where place <= :project order by place, id
                limit greatest(0, :all - (select count(*) from held)))
            update builds set state = 'running', started_at = :now
            where deployment_id in (select id from taken) and state = 'queued'
            returning deployment_id\
            """;

    private static final long CLAIM_LOCK = 0x6661_6972_6275_696cL;

    private final Database database;
    private final Clock clock;
    private final DeploymentRow deployments = new DeploymentRow();

    public BuildStore(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    /// Takes as many builds as may run beside those that do: `all` in the installation, `project`
    /// in each project. One node claims at a time.
    public List<DeploymentId> claim(int all, int project) {
        return database.inInstallation(handle -> {
            handle.execute("select pg_advisory_xact_lock(?)", CLAIM_LOCK);
            return handle.createQuery(CLAIM)
                    .bind("all", all)
                    .bind("project", project)
                    .bind("now", now())
                    .mapTo(UUID.class)
                    .map(DeploymentId::new)
                    .list();
        });
    }

    /// How many wait in the whole installation.
    public int waiting() {
        return database.inInstallation(handle ->
                handle.createQuery("select count(*) from builds where state = 'queued'")
                        .mapTo(Integer.class)
                        .one());
    }

    /// What was claimed and has not ended: a start goes on with these.
    public List<DeploymentId> claimed() {
        return database.inInstallation(handle ->
                handle.createQuery(
                                "select d.id from deployments d join builds b on b.deployment_id ="
                                        + " d.id where d.ended_at is null and b.state <> 'queued'"
                                        + " and d.state not in ('waiting', 'rolling-out')"
                                        + " order by d.id")
                        .mapTo(UUID.class)
                        .map(DeploymentId::new)
                        .list());
    }

    /// A running build's next phase begins; false when it is not running any more.
    public boolean phase(DeploymentId deployment, BuildPhase phase) {
        return database.inInstallation(handle ->
                handle.createUpdate(
                                        """
                                        update builds set phases = phases || jsonb_build_object(
                                            'name', :phase::text, 'startedAt', :at::text)
                                        where deployment_id = :id and state = 'running'\
                                        """)
                                .bind("phase", phase.word())
                                .bind("at", clock.instant().toString())
                                .bind("id", deployment.value())
                                .execute()
                        == 1);
    }

    /// Marks a deployment's build as given up.
    public void die(DeploymentId deployment) {
        database.inInstallation(handle ->
                handle.execute(
                        "update builds set state = 'dead', ended_at = ? where deployment_id = ?",
                        now(),
                        deployment.value()));
    }

    public Optional<Build> find(OrganizationId organization, BuildId id) {
        return database.inTenant(organization, handle -> get(handle, id));
    }

    private Optional<Build> get(Handle handle, BuildId id) {
        return handle.createQuery(SELECT + "where b.id = ?")
                .bind(0, id.value())
                .map((row, _) -> read(row))
                .findOne();
    }

    /// Newest first.
    public Page<Build> list(
            OrganizationId organization, BuildFilter filter, Optional<UUID> after, int limit) {
        @Nullable UUID function =
                filter.function().isPresent() ? filter.function().get().value() : null;
        @Nullable String state = filter.state().isPresent() ? filter.state().get().word() : null;
        return database.inTenant(
                organization,
                handle ->
                        Page.read(
                                handle.createQuery(
                                                SELECT
                                                        + """
                                                        where b.organization_id = :organization
                                                          and (:function::uuid is null or d.service_id = :function::uuid)
                                                          and (:state::text is null or b.state = :state::text)
                                                          and (:after::uuid is null or b.id < :after::uuid)
                                                        order by b.id desc limit :limit\
                                                        """)
                                        .bind("organization", organization.value())
                                        .bind("function", function)
                                        .bind("state", state),
                                after,
                                limit,
                                (row, _) -> read(row),
                                build -> build.id().value()));
    }

    private Build read(ResultSet row) throws SQLException {
        Deployment deployment = deployments.read(row);
        int position = row.getInt("position");
        boolean waits = !row.wasNull();
        return new Build(
                deployment.build().orElseThrow(),
                BuildState.parse(row.getString("build_state")).orElseThrow(),
                deployment,
                new ProjectName(row.getString("project")),
                new ServiceName(row.getString("function")),
                row.getInt("attempts"),
                deployments.phases(row, "build_phases"),
                Optional.ofNullable(row.getObject("redriven_as", UUID.class))
                        .map(DeploymentId::new),
                waits ? Optional.of(position) : Optional.empty(),
                instant(row, "started_at"),
                instant(row, "build_ended_at"));
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
                .map(OffsetDateTime::toInstant);
    }
}
