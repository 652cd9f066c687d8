package dev.fairlead.controlplane.store.services;

import dev.fairlead.controlplane.store.Columns;
import dev.fairlead.controlplane.store.Cursor;
import dev.fairlead.controlplane.store.Database;
import dev.fairlead.controlplane.store.Page;
import dev.fairlead.controlplane.store.projects.Project;
import dev.fairlead.controlplane.store.quotas.QuotaClaims;
import dev.fairlead.model.deployments.DeploymentState;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.functions.Language;
import dev.fairlead.model.functions.ServiceKind;
import dev.fairlead.model.functions.ServiceSettings;
import dev.fairlead.model.ids.DeploymentId;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ProjectId;
import dev.fairlead.model.ids.ServiceId;
import dev.fairlead.model.names.ProjectName;
import dev.fairlead.model.names.ServiceName;
import dev.fairlead.model.quotas.Resource;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/// Services.
public final class ServiceStore {
    private static final String SELECT =
            """
            select f.*, p.name as project, a.version as live, d.id as latest_id, d.state as latest_state
            from services f
            join projects p on p.id = f.project_id
            join environments e on e.project_id = f.project_id and e.name = 'production'
            left join aliases a on a.service_id = f.id and a.environment_id = e.id and a.name = 'live'
            left join lateral (
                select id, state from deployments where service_id = f.id and environment_id = e.id
                order by id desc limit 1
            ) d on true
            """;

    private static final int DELETED_AT_ONCE = 5_000;

    private static final int PAGE = 100;

    private final Database database;
    private final Clock clock;

    public ServiceStore(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /// A function.
    public ServiceRecord create(Project project, ServiceName name, ServiceSettings settings) {
        return create(project, name, ServiceKind.FUNCTION, settings);
    }

    /// Refuses a name that is taken in the project.
    public ServiceRecord create(
            Project project, ServiceName name, ServiceKind kind, ServiceSettings settings) {
        var id = ServiceId.next(clock);
        try {
            return database.inTenant(
                    project.organization(),
                    handle -> {
                        QuotaClaims.claim(
                                handle,
                                new QuotaClaims.Claimant(
                                        project.organization(),
                                        project.id().value(),
                                        clock.instant()),
                                Resource.FUNCTIONS,
                                1);
                        handle.createUpdate(
                                        """
                                        insert into services (id, organization_id, project_id, name, kind, language,
                                            timeout_ms, memory_bytes, concurrency, queue_length,
                                            queue_timeout_ms, max_request_bytes,
                                            max_response_bytes, samples, revision, created_at,
                                            updated_at, access, rate_requests, rate_period_s,
                                            rate_burst, rate_per, signed_headers,
                                            cache_enabled, cache_default_s, cache_ignored,
                                            password_users, password_hashes, scale_min, scale_max,
                                            scale_target, scale_idle_ms, scale_down_delay_ms)
                                        values (:id, :organization, :project, :name, :kind, null,
                                            :timeout, :memory, :concurrency, :queue, :queueTimeout,
                                            :maxRequest, :maxResponse, :samples, 1, :now, :now,
                                            :access, :rateRequests, :ratePeriod, :rateBurst, :ratePer, :signedHeaders,
                                            :cacheEnabled, :cacheDefault, :cacheIgnored,
                                            :passwordUsers, :passwordHashes::jsonb, :scaleMin, :scaleMax,
                                            :scaleTarget, :scaleIdle, :scaleDown)\
                                        """)
                                .bind("id", id.value())
                                .bind("organization", project.organization().value())
                                .bind("project", project.id().value())
                                .bind("name", name.text())
                                .bind("kind", kind.word())
                                .bindMap(SettingsRow.columns(settings))
                                .bind("now", now())
                                .execute();
                        return get(handle, id).orElseThrow();
                    });
        } catch (JdbiException e) {
            if (Database.duplicate(e)) {
                throw new Rejected(
                        ErrorCode.NAME_TAKEN,
                        "project '" + project.name() + "' has a function '" + name + "'");
            }
            throw e;
        }
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    public Optional<ServiceRecord> find(OrganizationId organization, ServiceId id) {
        return database.inTenant(organization, handle -> get(handle, id));
    }

    private static Optional<ServiceRecord> get(Handle handle, ServiceId id) {
        return handle.createQuery(SELECT + "where f.id = ?")
                .bind(0, id.value())
                .map((row, _) -> read(row))
                .findOne();
    }

    /// Newest first.
    public Page<ServiceRecord> list(
            OrganizationId organization,
            Optional<String> project,
            Optional<String> name,
            Optional<UUID> after,
            int limit) {
        return database.inTenant(
                organization,
                handle ->
                        Page.read(
                                handle.createQuery(
                                                SELECT
                                                        + """
                                                        where f.organization_id = :organization
                                                          and (:project::text is null or p.name = :project::text)
                                                          and (:name::text is null or f.name = :name::text)
                                                          and (:after::uuid is null or f.id < :after::uuid)
                                                        order by f.id desc limit :limit\
                                                        """)
                                        .bind("organization", organization.value())
                                        .bind("project", Columns.orNull(project))
                                        .bind("name", Columns.orNull(name)),
                                after,
                                limit,
                                (row, _) -> read(row),
                                f -> f.id().value()));
    }

    /// Those of a project, one page after the other.
    public void forEach(
            OrganizationId organization, ProjectName project, Consumer<ServiceRecord> work) {
        Optional<UUID> after = Optional.empty();
        do {
            Page<ServiceRecord> page =
                    list(organization, Optional.of(project.text()), Optional.empty(), after, PAGE);
            page.items().forEach(work);
            after = page.next().map(Cursor::last);
        } while (after.isPresent());
    }

    /// Changes settings where the function is still at `revision`; empty when it is gone.
    public Optional<ServiceRecord> update(ServiceRecord function, ServiceSettings settings) {
        return database.inTenant(
                function.organization(),
                handle -> {
                    int changed =
                            handle.createUpdate(
                                            """
                                            update services set timeout_ms = :timeout, memory_bytes = :memory,
                                                concurrency = :concurrency, queue_length = :queue,
                                                queue_timeout_ms = :queueTimeout,
                                                max_request_bytes = :maxRequest,
                                                max_response_bytes = :maxResponse, samples = :samples,
                                                access = :access, rate_requests = :rateRequests,
                                                rate_period_s = :ratePeriod, rate_burst = :rateBurst,
                                                rate_per = :ratePer,
                                                signed_headers = :signedHeaders,
                                                cache_enabled = :cacheEnabled,
                                                cache_default_s = :cacheDefault,
                                                cache_ignored = :cacheIgnored,
                                                password_users = :passwordUsers,
                                                password_hashes = :passwordHashes::jsonb,
                                                scale_min = :scaleMin, scale_max = :scaleMax,
                                                scale_target = :scaleTarget,
                                                scale_idle_ms = :scaleIdle,
                                                scale_down_delay_ms = :scaleDown,
                                                revision = revision + 1, updated_at = :now
                                            where id = :id and revision = :revision\
                                            """)
                                    .bindMap(SettingsRow.columns(settings))
                                    .bind("now", now())
                                    .bind("id", function.id().value())
                                    .bind("revision", function.revision())
                                    .execute();
                    Optional<ServiceRecord> after = get(handle, function.id());
                    if (changed == 0 && after.isPresent()) {
                        throw new Rejected(
                                ErrorCode.REVISION_CONFLICT,
                                "it is at revision " + after.get().revision() + " by now");
                    }
                    return after;
                });
    }

    /// Deletes it with its deployments, versions and aliases; false when it is gone. Its executions
    /// are not found from now on: the first thousands go at once, the rest with
    /// `DayPartitions.retain`.
    public boolean delete(OrganizationId organization, ServiceId id) {
        boolean deleted =
                database.inTenant(
                        organization,
                        handle -> {
                            if (handle.execute("delete from services where id = ?", id.value())
                                    == 0) {
                                return false;
                            }
                            handle.execute(
                                    "insert into deleted_functions values (?, ?, ?)",
                                    id.value(),
                                    organization.value(),
                                    now());
                            return true;
                        });
        if (deleted) {
            database.inTenant(
                    organization,
                    handle ->
                            handle.execute(
                                    "delete from executions where (id, started_at) in (select id,"
                                            + " started_at from executions where function_id = ?"
                                            + " limit ?)",
                                    id.value(),
                                    DELETED_AT_ONCE));
        }
        return deleted;
    }

    private static ServiceRecord read(ResultSet row) throws SQLException {
        String language = row.getString("language");
        UUID latest = row.getObject("latest_id", UUID.class);
        int live = row.getInt("live");
        boolean noneLive = row.wasNull();
        return new ServiceRecord(
                new ServiceId(row.getObject("id", UUID.class)),
                new OrganizationId(row.getObject("organization_id", UUID.class)),
                new ProjectId(row.getObject("project_id", UUID.class)),
                new ProjectName(row.getString("project")),
                new ServiceName(row.getString("name")),
                ServiceKind.parse(row.getString("kind")).orElseThrow(),
                language == null ? Optional.empty() : Language.parse(language),
                SettingsRow.read(row),
                row.getLong("revision"),
                noneLive ? Optional.empty() : Optional.of(live),
                latest == null
                        ? Optional.empty()
                        : Optional.of(
                                new ServiceRecord.Latest(
                                        new DeploymentId(latest),
                                        DeploymentState.parse(row.getString("latest_state")))),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("updated_at", OffsetDateTime.class).toInstant());
    }
}
