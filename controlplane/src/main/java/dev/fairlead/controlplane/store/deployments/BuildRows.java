package dev.fairlead.controlplane.store.deployments;

import dev.fairlead.model.deployments.DeploymentState;

import org.jdbi.v3.core.Handle;

import java.time.OffsetDateTime;

/// The build inside a deployment: its state follows from the deployment's.
final class BuildRows {
    private BuildRows() {}

    static void follow(Handle handle, Deployment seen, DeploymentState next, OffsetDateTime now) {
        String state =
                switch (next) {
                    case BUILDING -> "running";
                    case PREPARING -> "succeeded";
                    case FAILED -> seen.product().isPresent() ? "succeeded" : "failed";
                    case SUPERSEDED -> seen.product().isPresent() ? "succeeded" : "cancelled";
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
                        where deployment_id = :id\
                        """)
                .bind("state", state)
                .bind("running", running)
                .bind("now", now)
                .bind("id", seen.id().value())
                .execute();
    }
}
