package dev.fairlead.controlplane.store.deployments;

import dev.fairlead.controlplane.store.Database;
import dev.fairlead.controlplane.store.Page;
import dev.fairlead.controlplane.store.quotas.QuotaClaims;
import dev.fairlead.model.deployments.DeploymentState;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.functions.ContentHash;
import dev.fairlead.model.functions.Language;
import dev.fairlead.model.ids.BuildId;
import dev.fairlead.model.ids.DeploymentId;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ServiceId;
import dev.fairlead.model.quotas.Resource;

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
    private static final String SELECT =
            "select d.*, b.id as build_id from deployments d join builds b on b.deployment_id ="
                    + " d.id ";

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

    /// A pending deployment with its queued build, in one transaction. What still waits of the same
    /// function is superseded: the newest source wins.
    public Deployment create(
            OrganizationId organization,
            ServiceId function,
            Language language,
            ContentHash source,
            long sourceBytes) {
        return database.inTenant(
                organization,
                handle -> {
                    var what = new Wanted(organization, function, language, source, sourceBytes);
                    return create(handle, what);
                });
    }

    private record Wanted(
            OrganizationId organization,
            ServiceId function,
            Language language,
            ContentHash source,
            long sourceBytes) {}

    private Deployment create(Handle handle, Wanted what) {
        ServiceId function = what.function();
        DeploymentId id = newest(handle, function);
        claim(handle, what);
        BuildRows.supersedeQueued(handle, function, now(), clock.instant());
        handle.createUpdate(
                        """
                        insert into deployments (id, organization_id, service_id, state, language,
                            source_hash, source_bytes, phases, revision, created_at)
                        values (:id, :organization, :function, 'pending', :language, :source,
                            :sourceBytes, jsonb_build_array(jsonb_build_object(
                                'name', 'pending', 'startedAt', :at::text)), 1, :now)\
                        """)
                .bind("id", id.value())
                .bind("organization", what.organization().value())
                .bind("function", function.value())
                .bind("language", what.language().word())
                .bind("source", what.source().hex())
                .bind("sourceBytes", what.sourceBytes())
                .bind("at", clock.instant().toString())
                .bind("now", now())
                .execute();
        handle.execute(
                """
                insert into builds (id, organization_id, deployment_id, state, phases, created_at)
                values (?, ?, ?, 'queued',
                    jsonb_build_array(jsonb_build_object('name', 'queued', 'startedAt', ?)), ?)\
                """,
                BuildId.next(clock).value(),
                what.organization().value(),
                id.value(),
                clock.instant().toString(),
                now());
        handle.execute(
                "update services set language = ?, updated_at = ? where id = ?",
                what.language().word(),
                now(),
                function.value());
        return get(handle, id).orElseThrow();
    }

    /// A new deployment of what a dead build was to make. Throws `Rejected` where the build is not
    /// dead, or where a newer source came since.
    public Deployment redrive(Deployment dead) {
        return database.inTenant(
                dead.organization(),
                handle -> {
                    long bytes =
                            handle.createQuery("select source_bytes from deployments where id = ?")
                                    .bind(0, dead.id().value())
                                    .mapTo(Long.class)
                                    .one();
                    Deployment made =
                            create(
                                    handle,
                                    new Wanted(
                                            dead.organization(),
                                            dead.function(),
                                            dead.language(),
                                            dead.source(),
                                            bytes));
                    BuildRows.redrive(handle, dead, made);
                    return made;
                });
    }

    /// A build is begun where any of its time is left, and what it makes counts from then on.
    private void claim(Handle handle, Wanted what) {
        UUID project =
                handle.createQuery("select project_id from services where id = ?")
                        .bind(0, what.function().value())
                        .mapTo(UUID.class)
                        .findOne()
                        .orElseThrow(() ->
                                new Rejected(
                                        ErrorCode.FUNCTION_NOT_FOUND,
                                        "no function " + what.function()));
        var who = new QuotaClaims.Claimant(what.organization(), project, clock.instant());
        QuotaClaims.claim(handle, who, Resource.BUILD_TIME, 1);
        QuotaClaims.claim(handle, who, Resource.STORAGE, what.sourceBytes());
        QuotaClaims.claim(handle, who, Resource.DEPLOYMENTS, 1);
    }

    /// An id above every earlier one of this function, whatever the clock does: what was submitted
    /// last must win. Submissions to one function wait here for each other.
    private DeploymentId newest(Handle handle, ServiceId function) {
        handle.execute("select 1 from services where id = ? for update", function.value());
        UUID fresh = DeploymentId.next(clock).value();
        return handle.createQuery(
                        "select id from deployments where service_id = ? order by id desc limit 1")
                .bind(0, function.value())
                .mapTo(UUID.class)
                .findOne()
                .filter(last -> last.compareTo(fresh) >= 0)
                .map(last ->
                        new UUID(last.getMostSignificantBits(), last.getLeastSignificantBits() + 1))
                .map(DeploymentId::new)
                .orElseGet(() -> new DeploymentId(fresh));
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

    /// Newest first.
    public Page<Deployment> list(
            OrganizationId organization, ServiceId function, Optional<UUID> after, int limit) {
        @Nullable UUID last = after.isPresent() ? after.get() : null;
        List<Deployment> found =
                database.inTenant(
                        organization,
                        handle ->
                                handle.createQuery(
                                                SELECT
                                                        + """
                                                        where d.service_id = :function
                                                          and (:after::uuid is null or d.id < :after::uuid)
                                                        order by d.id desc limit :limit\
                                                        """)
                                        .bind("function", function.value())
                                        .bind("after", last)
                                        .bind("limit", limit + 1)
                                        .map((row, _) -> rows.read(row))
                                        .list());
        return Page.of(found, limit, d -> d.id().value());
    }

    /// The newest one that has not failed and was not cancelled: what the source of a new one is
    /// compared with.
    public Optional<Deployment> newestGood(OrganizationId organization, ServiceId function) {
        return database.inTenant(
                organization,
                handle ->
                        handle.createQuery(
                                        SELECT
                                                + "where d.service_id = ? and d.state not in"
                                                + " ('failed', 'cancelled')"
                                                + " order by d.id desc limit 1")
                                .bind(0, function.value())
                                .map((row, _) -> rows.read(row))
                                .findOne());
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
