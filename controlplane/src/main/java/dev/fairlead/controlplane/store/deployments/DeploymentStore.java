package dev.fairlead.controlplane.store.deployments;

import dev.fairlead.controlplane.store.Database;
import dev.fairlead.controlplane.store.Page;
import dev.fairlead.model.deployments.DeploymentState;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.ids.DeploymentId;
import dev.fairlead.model.ids.EnvironmentId;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ServiceId;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import tools.jackson.databind.json.JsonMapper;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Deployments. A state changes only where it was what the caller saw: compare-and-set on revision.
public final class DeploymentStore {
    static final String SELECT =
            "select d.*, b.id as build_id,"
                    + DeploymentRow.COLUMNS
                    + "from deployments d left join builds b on b.deployment_id = d.id ";

    private final Database database;
    private final Clock clock;
    private final JsonMapper json = new JsonMapper();
    private final DeploymentRow rows = new DeploymentRow();

    public DeploymentStore(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    /// Counts one more beginning of its job; how many there were by now, 0 when it is gone.
    public int begun(DeploymentId id) {
        return database.inInstallation(handle ->
                handle.createQuery(
                                "update deployments set attempts = attempts + 1 where id = ?"
                                        + " returning attempts")
                        .bind(0, id.value())
                        .mapTo(Integer.class)
                        .findOne()
                        .orElse(0));
    }

    public Optional<Deployment> find(OrganizationId organization, DeploymentId id) {
        return database.inTenant(organization, handle -> get(handle, id));
    }

    /// For jobs, which know the id alone.
    public Optional<Deployment> find(DeploymentId id) {
        return database.inInstallation(handle -> get(handle, id));
    }

    private Optional<Deployment> get(Handle handle, DeploymentId id) {
        return handle.createQuery(SELECT + "where d.id = ?")
                .bind(0, id.value())
                .map((row, _) -> rows.read(row))
                .findOne();
    }

    /// Newest first; of one environment where one is named.
    public Page<Deployment> list(
            OrganizationId organization,
            ServiceId function,
            Optional<EnvironmentId> environment,
            Optional<UUID> after,
            int limit) {
        @Nullable UUID in = environment.isPresent() ? environment.get().value() : null;
        return database.inTenant(
                organization,
                handle ->
                        Page.read(
                                handle.createQuery(
                                                SELECT
                                                        + """
                                                        where d.service_id = :function
                                                          and (:environment::uuid is null
                                                              or d.environment_id = :environment::uuid)
                                                          and (:after::uuid is null or d.id < :after::uuid)
                                                        order by d.id desc limit :limit\
                                                        """)
                                        .bind("function", function.value())
                                        .bind("environment", in),
                                after,
                                limit,
                                (row, _) -> rows.read(row),
                                d -> d.id().value()));
    }

    /// The newest one to an environment that has not failed and was not cancelled: what the source
    /// of a new one is compared with.
    public Optional<Deployment> newestGood(
            OrganizationId organization, ServiceId service, EnvironmentId environment) {
        return database.inTenant(
                organization,
                handle ->
                        handle.createQuery(
                                        SELECT
                                                + "where d.service_id = ? and d.environment_id = ?"
                                                + " and d.state not in ('failed', 'cancelled')"
                                                + " order by d.id desc limit 1")
                                .bind(0, service.value())
                                .bind(1, environment.value())
                                .map((row, _) -> rows.read(row))
                                .findOne());
    }

    /// Those that go on by themselves and build nothing.
    public List<DeploymentId> underWayWithoutBuild() {
        return database.inInstallation(handle ->
                handle.createQuery(
                                "select id from deployments d where ended_at is null and state not"
                                        + " in ('waiting', 'rolling-out') and not exists (select"
                                        + " from builds b where b.deployment_id = d.id) order by"
                                        + " id")
                        .mapTo(UUID.class)
                        .map(DeploymentId::new)
                        .list());
    }

    /// Those to an environment that wait for somebody.
    public List<Deployment> waiting(EnvironmentId environment) {
        return database.inInstallation(handle ->
                handle.createQuery(
                                SELECT
                                        + "where d.environment_id = ? and d.state = 'waiting' order"
                                        + " by d.id")
                        .bind(0, environment.value())
                        .map((row, _) -> rows.read(row))
                        .list());
    }

    /// Remembers that somebody agrees.
    public void approve(Deployment deployment, String who) {
        database.inTenant(
                deployment.organization(),
                handle ->
                        handle.execute(
                                "insert into deployment_approvals values (?, ?, ?, ?) on conflict"
                                        + " do nothing",
                                deployment.organization().value(),
                                deployment.id().value(),
                                who,
                                now()));
    }

    /// The next state; empty when the deployment changed or went away in the meantime.
    public Optional<Deployment> advance(Deployment seen, DeploymentState next) {
        return change(seen, next, Optional.empty(), Optional.empty());
    }

    /// The next state, and what the build made, of so many bytes.
    public Optional<Deployment> built(
            Deployment seen, DeploymentState next, Deployment.Product product, long bytes) {
        requireNext(seen, next);
        return database.inInstallation(handle -> {
            int changed = write(handle, seen, next, Optional.of(product), Optional.empty());
            if (changed == 1) {
                handle.execute(
                        "update deployments set artifact_bytes = ? where id = ?",
                        bytes,
                        seen.id().value());
            }
            return now(handle, seen, changed);
        });
    }

    public Optional<Deployment> fail(Deployment seen, Deployment.Failure failure) {
        return change(seen, DeploymentState.FAILED, Optional.empty(), Optional.of(failure));
    }

    /// Its author does not want it any more.
    public Optional<Deployment> cancel(Deployment seen) {
        var code = ErrorCode.BUILD_CANCELLED;
        var why = new Deployment.Failure(code.code(), "It was cancelled.", List.of());
        return change(seen, DeploymentState.CANCELLED, Optional.empty(), Optional.of(why));
    }

    private Optional<Deployment> change(
            Deployment seen,
            DeploymentState next,
            Optional<Deployment.Product> product,
            Optional<Deployment.Failure> failure) {
        requireNext(seen, next);
        return database.inInstallation(
                handle -> now(handle, seen, write(handle, seen, next, product, failure)));
    }

    private static void requireNext(Deployment seen, DeploymentState next) {
        if (!seen.state().mayBecome(next)) {
            throw new IllegalStateException(seen.id() + ": " + seen.state() + " to " + next);
        }
    }

    private Optional<Deployment> now(Handle handle, Deployment seen, int changed) {
        return changed == 0 ? Optional.empty() : get(handle, seen.id());
    }

    private int write(
            Handle handle,
            Deployment seen,
            DeploymentState next,
            Optional<Deployment.Product> product,
            Optional<Deployment.Failure> failure) {
        OffsetDateTime now = now();
        int changed =
                handle.createUpdate(
                                """
                                update deployments set state = :state, revision = revision + 1,
                                    abi = coalesce(:abi::text, abi),
                                    artifact_hash = coalesce(:artifact::text, artifact_hash),
                                    error_code = :code, error_detail = :detail,
                                    diagnostics = :diagnostics::jsonb,
                                    ended_at = :ended,
                                    phases = phases || jsonb_build_object('name', :state::text, 'startedAt', :at::text)
                                where id = :id and revision = :revision\
                                """)
                        .bind("state", next.word())
                        .bind("abi", text(product.map(p -> p.abi().word())))
                        .bind("artifact", text(product.map(p -> p.artifact().hex())))
                        .bind("code", text(failure.map(Deployment.Failure::code)))
                        .bind("detail", text(failure.map(Deployment.Failure::detail)))
                        .bind(
                                "diagnostics",
                                text(failure.map(f -> json.writeValueAsString(f.diagnostics()))))
                        .bind("ended", next.ended() ? now : null)
                        .bind("at", clock.instant().toString())
                        .bind("id", seen.id().value())
                        .bind("revision", seen.revision())
                        .execute();
        if (changed == 1) {
            BuildRows.follow(handle, seen, next, now);
        }
        return changed;
    }

    private static @Nullable String text(Optional<String> value) {
        return value.isPresent() ? value.get() : null;
    }
}
