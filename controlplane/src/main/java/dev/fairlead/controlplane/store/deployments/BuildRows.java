package dev.fairlead.controlplane.store.deployments;

import dev.fairlead.model.deployments.DeploymentState;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.ServiceId;

import org.jdbi.v3.core.Handle;

import java.time.Instant;
import java.time.OffsetDateTime;

/// The build inside a deployment: its state follows from the deployment's.
final class BuildRows {
    private BuildRows() {}

    /// What waits of a function need not be built once something newer came.
    static void supersedeQueued(Handle handle, ServiceId function, OffsetDateTime now, Instant at) {
        handle.createUpdate(
                        """
                        with old as (
                            select d.id from deployments d join builds b on b.deployment_id = d.id
                            where d.service_id = :function and d.ended_at is null
                                and d.state = 'pending' and b.state = 'queued' for update of b),
                        skipped as (
                            update builds set state = 'superseded', ended_at = :now
                            where deployment_id in (select id from old))
                        update deployments set state = 'superseded', ended_at = :now,
                            revision = revision + 1,
                            phases = phases || jsonb_build_object(
                                'name', 'superseded', 'startedAt', :at::text)
                        where id in (select id from old)\
                        """)
                .bind("function", function.value())
                .bind("now", now)
                .bind("at", at.toString())
                .execute();
    }

    /// `made` takes the place of `dead`, the newest of its function until now.
    static void redrive(Handle handle, Deployment dead, Deployment made) {
        int taken =
                handle.execute(
                        "update builds set state = 'redriven', redriven_as = ? where deployment_id"
                                + " = ? and state = 'dead'",
                        made.id().value(),
                        dead.id().value());
        if (taken == 0) {
            throw new Rejected(
                    ErrorCode.BUILD_NOT_DEAD, "the build was not given up, or was redriven");
        }
        boolean newer =
                handle.createQuery(
                                "select exists (select from deployments where service_id = ? and"
                                        + " id > ? and id <> ?)")
                        .bind(0, dead.function().value())
                        .bind(1, dead.id().value())
                        .bind(2, made.id().value())
                        .mapTo(Boolean.class)
                        .one();
        if (newer) {
            throw new Rejected(
                    ErrorCode.DEPLOYMENT_SUPERSEDED,
                    "a newer source was deployed since; deploy the one you want");
        }
    }

    static void follow(Handle handle, Deployment seen, DeploymentState next, OffsetDateTime now) {
        String state =
                switch (next) {
                    case BUILDING -> "running";
                    case PREPARING -> "succeeded";
                    case FAILED -> seen.product().isPresent() ? "succeeded" : "failed";
                    case SUPERSEDED -> seen.product().isPresent() ? "succeeded" : "superseded";
                    case CANCELLED -> seen.product().isPresent() ? "succeeded" : "cancelled";
                    case PENDING, CHECKING, SWITCHING, ACTIVE -> "";
                };
        if (state.isEmpty()) {
            return;
        }
        boolean running = state.equals("running");
        handle.createUpdate(
                        """
                        update builds set state = :state,
                            started_at = coalesce(started_at, :now),
                            ended_at = case when :running then null else coalesce(ended_at, :now) end
                        where deployment_id = :id and not (state = 'dead' and :failed)\
                        """)
                .bind("failed", next == DeploymentState.FAILED)
                .bind("state", state)
                .bind("running", running)
                .bind("now", now)
                .bind("id", seen.id().value())
                .execute();
    }
}
