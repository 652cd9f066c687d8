package dev.fairlead.controlplane.store.versions;

import dev.fairlead.controlplane.store.Database;
import dev.fairlead.controlplane.store.Page;
import dev.fairlead.controlplane.store.versions.Rollout.State;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.DeploymentId;
import dev.fairlead.model.ids.EnvironmentId;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.RolloutId;
import dev.fairlead.model.ids.ServiceId;
import dev.fairlead.model.traffic.Strategy;

import org.jdbi.v3.core.Handle;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Rollouts. A step is taken only from where the caller saw it: compare-and-set on revision.
public final class RolloutStore {
    private final Database database;
    private final Clock clock;

    public RolloutStore(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    /// Moves `live` to a version that is there. Refused while another rollout is under way.
    public Rollout begin(
            OrganizationId organization,
            ServiceId service,
            EnvironmentId environment,
            int version,
            Strategy strategy) {
        return database.inTenant(
                organization,
                handle -> {
                    ReleaseStore.lock(handle, service);
                    Alias live =
                            AliasRow.find(handle, service, environment, AliasRow.LIVE)
                                    .orElseThrow(() ->
                                            new Rejected(
                                                    ErrorCode.NOT_DEPLOYED, "deploy it first"));
                    RolloutRow.open(handle, service, environment, AliasRow.LIVE)
                            .ifPresent(open -> {
                                throw open(open);
                            });
                    Version to = VersionStore.find(handle, service, version);
                    ReleaseStore.eligible(to, environment);
                    if (version == live.version()) {
                        throw Rejected.field("/version", "version " + version + " is live already");
                    }
                    var id = RolloutId.next(clock);
                    RolloutRow.begin(
                            handle,
                            new RolloutRow.Beginning(
                                    id,
                                    organization,
                                    service,
                                    Optional.empty(),
                                    to.deployment(),
                                    version,
                                    strategy,
                                    clock.instant()),
                            live);
                    return RolloutRow.find(handle, id).orElseThrow();
                });
    }

    static Rejected open(Rollout rollout) {
        return new Rejected(
                ErrorCode.ROLLOUT_OPEN,
                rollout.id()
                        + " moves '"
                        + rollout.alias()
                        + "' from version "
                        + rollout.from()
                        + " to "
                        + rollout.to()
                        + "; complete or abort it first");
    }

    public Optional<Rollout> find(OrganizationId organization, RolloutId id) {
        return database.inTenant(organization, handle -> RolloutRow.find(handle, id));
    }

    /// For the judge, which knows the id alone.
    public Optional<Rollout> find(RolloutId id) {
        return database.inInstallation(handle -> RolloutRow.find(handle, id));
    }

    /// Of a deployment, the newest.
    public Optional<Rollout> of(OrganizationId organization, DeploymentId deployment) {
        return database.inTenant(
                organization,
                handle ->
                        handle.createQuery(
                                        RolloutRow.SELECT
                                                + "where r.deployment_id = ? order by r.id desc"
                                                + " limit 1")
                                .bind(0, deployment.value())
                                .map((row, _) -> RolloutRow.read(row))
                                .findOne());
    }

    /// Newest first.
    public Page<Rollout> list(
            OrganizationId organization, ServiceId service, Optional<UUID> after, int limit) {
        return database.inTenant(
                organization,
                handle ->
                        Page.read(
                                handle.createQuery(
                                                RolloutRow.SELECT
                                                        + "where r.service_id = :service and"
                                                        + " (:after::uuid is null or r.id <"
                                                        + " :after::uuid) order by r.id desc limit"
                                                        + " :limit")
                                        .bind("service", service.value()),
                                after,
                                limit,
                                (row, _) -> RolloutRow.read(row),
                                r -> r.id().value()));
    }

    /// All that have not ended, of every organization.
    public List<Rollout> open() {
        return database.inInstallation(handle ->
                handle.createQuery(
                                RolloutRow.SELECT + "where " + RolloutRow.OPEN + " order by r.id")
                        .map((row, _) -> RolloutRow.read(row))
                        .list());
    }

    /// The next step, or the end where this was the last; empty where somebody else was faster.
    public Optional<Rollout> advance(Rollout seen) {
        return database.inInstallation(handle -> {
            ReleaseStore.lock(handle, seen.service());
            int step = seen.step() + 1;
            boolean whole = step + 1 >= seen.strategy().steps().size();
            int moved =
                    handle.createUpdate(
                                    """
                                    update rollouts set step = :step, step_started_at = :now, state = 'running',
                                        revision = revision + 1
                                    where id = :id and revision = :revision and ended_at is null and ending is null\
                                    """)
                            .bind("step", Math.min(step, seen.strategy().steps().size() - 1))
                            .bind("now", now())
                            .bind("id", seen.id().value())
                            .bind("revision", seen.revision())
                            .execute();
            if (moved == 0) {
                return Optional.empty();
            }
            if (whole) {
                RolloutEnds.complete(handle, clock, seen);
            } else {
                AliasRow.find(handle, seen.service(), seen.environmentId(), seen.alias())
                        .ifPresent(alias ->
                                RolloutRow.spread(
                                        handle,
                                        seen.service(),
                                        alias,
                                        seen.to(),
                                        seen.strategy().steps().get(step).basisPoints(),
                                        Optional.of(seen.id())));
            }
            return RolloutRow.find(handle, seen.id());
        });
    }

    /// All at once, whatever steps are left; empty where it has ended.
    public Optional<Rollout> complete(Rollout seen) {
        return database.inInstallation(handle -> {
            ReleaseStore.lock(handle, seen.service());
            return RolloutEnds.complete(handle, clock, seen)
                    ? RolloutRow.find(handle, seen.id())
                    : Optional.empty();
        });
    }

    /// Back to the version before; empty where it has ended. Where it `failed`, nobody goes back to
    /// the version that it brought.
    public Optional<Rollout> abort(Rollout seen, String reason, boolean failed) {
        return database.inInstallation(handle -> {
            ReleaseStore.lock(handle, seen.service());
            return RolloutEnds.abort(handle, clock, seen, reason, failed)
                    ? RolloutRow.find(handle, seen.id())
                    : Optional.empty();
        });
    }

    /// Stands still, or goes on; empty where it has ended or changed.
    public Optional<Rollout> pause(Rollout seen, boolean paused) {
        State state = paused ? State.PAUSED : State.RUNNING;
        return database.inInstallation(handle -> {
            int changed =
                    handle.execute(
                            "update rollouts set state = ?, step_started_at = case when ? then"
                                + " step_started_at else ? end, revision = revision + 1 where id ="
                                + " ? and revision = ? and ended_at is null and ending is null",
                            state.word(),
                            paused,
                            now(),
                            seen.id().value(),
                            seen.revision());
            return changed == 1 ? RolloutRow.find(handle, seen.id()) : Optional.empty();
        });
    }

    /// What the judge knows by now; without effect where the step was left.
    public void judged(Rollout seen, String judgement) {
        database.inInstallation((Handle handle) ->
                handle.execute(
                        "update rollouts set judgement = ?::jsonb where id = ? and revision = ?",
                        judgement,
                        seen.id().value(),
                        seen.revision()));
    }
}
