package dev.fairlead.controlplane.store.versions;

import dev.fairlead.controlplane.store.deployments.StrategyText;
import dev.fairlead.controlplane.store.versions.Rollout.State;
import dev.fairlead.model.ids.DeploymentId;
import dev.fairlead.model.ids.EnvironmentId;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.RolloutId;
import dev.fairlead.model.ids.ServiceId;
import dev.fairlead.model.names.AliasName;
import dev.fairlead.model.names.EnvironmentName;
import dev.fairlead.model.traffic.Share;
import dev.fairlead.model.traffic.Strategy;
import dev.fairlead.model.traffic.Traffic;

import org.jdbi.v3.core.Handle;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Rows of `rollouts`, and what they do to the alias that they move.
final class RolloutRow {
    static final String SELECT =
            "select r.*, e.name as environment from rollouts r join environments e on e.id ="
                    + " r.environment_id ";

    /// It goes on, and does not end.
    static final String OPEN = "r.ended_at is null and r.ending is null";

    /// Where the version is found that a rollout brings, whatever share it has.
    static final AliasName NEXT = new AliasName("next");

    private RolloutRow() {}

    static Rollout read(ResultSet row) throws SQLException {
        OffsetDateTime ended = row.getObject("ended_at", OffsetDateTime.class);
        return new Rollout(
                new RolloutId(row.getObject("id", UUID.class)),
                new OrganizationId(row.getObject("organization_id", UUID.class)),
                new ServiceId(row.getObject("service_id", UUID.class)),
                new EnvironmentId(row.getObject("environment_id", UUID.class)),
                new EnvironmentName(row.getString("environment")),
                new AliasName(row.getString("alias")),
                Optional.ofNullable(row.getObject("deployment_id", UUID.class))
                        .map(DeploymentId::new),
                row.getInt("from_version"),
                row.getInt("to_version"),
                StrategyText.read(row.getString("strategy")),
                State.parse(row.getString("state")),
                row.getInt("step"),
                row.getObject("step_started_at", OffsetDateTime.class).toInstant(),
                row.getString("judgement"),
                Optional.ofNullable(row.getString("reason")),
                row.getLong("revision"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                Optional.ofNullable(ended).map(OffsetDateTime::toInstant));
    }

    static Optional<Rollout> find(Handle handle, RolloutId id) {
        return handle.createQuery(SELECT + "where r.id = ?")
                .bind(0, id.value())
                .map((row, _) -> read(row))
                .findOne();
    }

    static Optional<Rollout> open(
            Handle handle, ServiceId service, EnvironmentId environment, AliasName alias) {
        return handle.createQuery(
                        SELECT
                                + "where r.service_id = ? and r.environment_id = ? and r.alias = ?"
                                + " and "
                                + OPEN)
                .bind(0, service.value())
                .bind(1, environment.value())
                .bind(2, alias.text())
                .map((row, _) -> read(row))
                .findOne();
    }

    /// What a rollout of `service` begins with.
    record Beginning(
            RolloutId id,
            OrganizationId organization,
            ServiceId service,
            Optional<DeploymentId> deployment,
            DeploymentId bringing,
            int to,
            Strategy strategy,
            Instant at) {}

    /// Begins it on `alias`, which gets the traffic of the first step.
    static void begin(Handle handle, Beginning what, Alias alias) {
        handle.createUpdate(
                        """
                        insert into rollouts (id, organization_id, service_id, environment_id, alias,
                            deployment_id, from_version, to_version, strategy, state, step,
                            step_started_at, revision, created_at)
                        values (:id, :organization, :service, :environment, :alias, :deployment::uuid, :from, :to,
                            :strategy::jsonb, 'running', 0, :now, 1, :now)\
                        """)
                .bind("id", what.id().value())
                .bind("organization", what.organization().value())
                .bind("service", what.service().value())
                .bind("environment", alias.environmentId().value())
                .bind("alias", alias.name().text())
                .bind("deployment", what.deployment().map(DeploymentId::value).orElse(null))
                .bind("from", alias.version())
                .bind("to", what.to())
                .bind("strategy", StrategyText.write(what.strategy()))
                .bind("now", what.at().atOffset(ZoneOffset.UTC))
                .execute();
        handle.createUpdate(
                        """
                        insert into aliases (organization_id, service_id, environment_id, name, version,
                            deployment_id, revision)
                        values (:organization, :service, :environment, :name, :version, :deployment, 1)
                        on conflict (service_id, environment_id, name) do update
                            set version = excluded.version, traffic = null,
                                deployment_id = excluded.deployment_id, revision = aliases.revision + 1\
                        """)
                .bind("organization", what.organization().value())
                .bind("service", what.service().value())
                .bind("environment", alias.environmentId().value())
                .bind("name", NEXT.text())
                .bind("version", what.to())
                .bind("deployment", what.bringing().value())
                .execute();
        spread(
                handle,
                what.service(),
                alias,
                what.to(),
                what.strategy().steps().getFirst().basisPoints(),
                Optional.of(what.id()));
    }

    /// Gives the version `to` so much of the alias, and the one that stood for it the rest.
    static void spread(
            Handle handle,
            ServiceId service,
            Alias alias,
            int to,
            int basisPoints,
            Optional<RolloutId> rollout) {
        int from = alias.version();
        Traffic traffic =
                new Traffic(
                                List.of(new Share(from, Share.WHOLE)),
                                List.of(),
                                alias.traffic().sticky(),
                                Optional.empty())
                        .shifted(from, to, basisPoints);
        boolean whole = basisPoints == Share.WHOLE && rollout.isEmpty();
        AliasRow.spread(handle, service, alias, traffic, whole ? to : from, rollout);
    }
}
