package dev.fairlead.controlplane.store.versions;

import dev.fairlead.controlplane.store.Database;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.ids.DeploymentId;
import dev.fairlead.model.ids.RolloutId;
import dev.fairlead.model.ids.ServiceId;
import dev.fairlead.model.traffic.Traffic;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// How rollouts end, in two steps: first the alias leads to one version, and once that is published
/// the rollout and its deployment say so.
public final class RolloutEnds {
    private static final String OWED = "ending is not null and ended_at is null";

    private final Database database;
    private final Clock clock;

    public RolloutEnds(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /// How one ends.
    enum How {
        COMPLETED,
        ABORTED,
        /// Taken back: nobody goes back to the version that it brought.
        FAILED;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// All requests go to the version that they came from. False where it was ending before.
    static boolean abort(
            Handle handle, Clock clock, Rollout rollout, String reason, boolean failed) {
        if (!begin(handle, clock, rollout, failed ? How.FAILED : How.ABORTED, reason)) {
            return false;
        }
        AliasRow.find(handle, rollout.service(), rollout.environmentId(), rollout.alias())
                .ifPresent(alias -> all(handle, rollout, alias, rollout.from()));
        if (failed) {
            handle.execute(
                    "update versions set failed = ? where service_id = ? and number = ?",
                    reason,
                    rollout.service().value(),
                    rollout.to());
        }
        return true;
    }

    /// The version has all of the requests, and stands for the alias. False where it was ending
    /// before.
    static boolean complete(Handle handle, Clock clock, Rollout rollout) {
        if (!begin(handle, clock, rollout, How.COMPLETED, null)) {
            return false;
        }
        Alias alias =
                AliasRow.find(handle, rollout.service(), rollout.environmentId(), rollout.alias())
                        .orElseThrow();
        all(handle, rollout, alias, rollout.to());
        rollout.deployment()
                .ifPresent(id ->
                        handle.execute(
                                "update aliases set deployment_id = ? where service_id = ? and"
                                        + " environment_id = ? and name = ?",
                                id.value(),
                                rollout.service().value(),
                                rollout.environmentId().value(),
                                rollout.alias().text()));
        return true;
    }

    private static void all(Handle handle, Rollout rollout, Alias alias, int version) {
        AliasRow.spread(
                handle, rollout.service(), alias, Traffic.to(version), version, Optional.empty());
    }

    private static boolean begin(
            Handle handle, Clock clock, Rollout rollout, How how, @Nullable String reason) {
        int begun =
                handle.createUpdate(
                                "update rollouts set ending = :how, ending_at = :now, reason ="
                                        + " :reason::text, revision = revision + 1 where id = :id"
                                        + " and ended_at is null and ending is null")
                        .bind("how", how.word())
                        .bind("now", clock.instant().atOffset(ZoneOffset.UTC))
                        .bind("reason", reason)
                        .bind("id", rollout.id().value())
                        .execute();
        if (begun == 1) {
            handle.execute(
                    "delete from aliases where service_id = ? and environment_id = ? and name = ?",
                    rollout.service().value(),
                    rollout.environmentId().value(),
                    RolloutRow.NEXT.text());
        }
        return begun == 1;
    }

    /// The rollouts of a service that end and have not said so.
    public List<RolloutId> owed(ServiceId service) {
        return database.inInstallation(handle ->
                handle.createQuery("select id from rollouts where service_id = ? and " + OWED)
                        .bind(0, service.value())
                        .mapTo(UUID.class)
                        .map(RolloutId::new)
                        .list());
    }

    /// Services of which some have owed that for `patience`: who was to say it did not live on.
    public List<ServiceId> overdue(Duration patience) {
        OffsetDateTime before = clock.instant().minus(patience).atOffset(ZoneOffset.UTC);
        return database.inInstallation(handle ->
                handle.createQuery(
                                "select distinct service_id from rollouts where ending_at < ? and "
                                        + OWED)
                        .bind(0, before)
                        .mapTo(UUID.class)
                        .map(ServiceId::new)
                        .list());
    }

    /// What these rollouts of a service came to is published: they say so from now on.
    public void say(ServiceId service, List<RolloutId> rollouts) {
        database.inInstallation(handle -> {
            ReleaseStore.lock(handle, service);
            rollouts.forEach(id -> say(handle, id));
            return true;
        });
    }

    private void say(Handle handle, RolloutId id) {
        int said =
                handle.createUpdate(
                                "update rollouts set ended_at = :now, revision = revision + 1,"
                                        + " state = case ending when 'completed' then 'completed'"
                                        + " else 'aborted' end where id = :id and "
                                        + OWED)
                        .bind("now", now())
                        .bind("id", id.value())
                        .execute();
        if (said == 0) {
            return;
        }
        String how =
                handle.createQuery("select ending from rollouts where id = ?")
                        .bind(0, id.value())
                        .mapTo(String.class)
                        .one();
        Rollout rollout = RolloutRow.find(handle, id).orElseThrow();
        rollout.deployment().ifPresent(deployment -> end(handle, rollout, deployment, how));
    }

    private void end(Handle handle, Rollout rollout, DeploymentId deployment, String how) {
        boolean failed = how.equals(How.FAILED.word());
        boolean live = how.equals(How.COMPLETED.word()) && leads(handle, rollout, deployment);
        if (live) {
            ReleaseStore.supersede(handle, rollout.service(), rollout.environmentId());
        }
        handle.createUpdate(
                        """
                        update deployments set state = :state, error_code = :code::text,
                            error_detail = :detail::text, ended_at = :now, revision = revision + 1,
                            phases = phases || jsonb_build_object('name', :state::text, 'startedAt', :at::text)
                        where id = :id and ended_at is null\
                        """)
                .bind("state", failed ? "failed" : live ? "active" : "superseded")
                .bind("code", failed ? ErrorCode.ROLLOUT_FAILED.code() : null)
                .bind("detail", failed ? rollout.reason().orElse("") : null)
                .bind("now", now())
                .bind("at", clock.instant().toString())
                .bind("id", deployment.value())
                .execute();
    }

    /// Whether the alias still leads to what the deployment brought.
    private static boolean leads(Handle handle, Rollout rollout, DeploymentId deployment) {
        return handle.createQuery(
                        "select exists (select from aliases where service_id = :service and"
                                + " environment_id = :environment and name = :name and"
                                + " deployment_id = :deployment)")
                .bindMap(
                        Map.of(
                                "service",
                                rollout.service().value(),
                                "environment",
                                rollout.environmentId().value(),
                                "name",
                                rollout.alias().text(),
                                "deployment",
                                deployment.value()))
                .mapTo(Boolean.class)
                .one();
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
