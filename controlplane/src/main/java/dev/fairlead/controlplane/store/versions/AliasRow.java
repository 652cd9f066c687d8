package dev.fairlead.controlplane.store.versions;

import dev.fairlead.model.ids.EnvironmentId;
import dev.fairlead.model.ids.RolloutId;
import dev.fairlead.model.ids.ServiceId;
import dev.fairlead.model.names.AliasName;
import dev.fairlead.model.names.EnvironmentName;
import dev.fairlead.model.traffic.Traffic;

import org.jdbi.v3.core.Handle;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

/// Reads and writes rows of `aliases`.
final class AliasRow {
    static final String SELECT =
            "select a.*, e.name as environment from aliases a join environments e on e.id ="
                    + " a.environment_id ";
    static final AliasName LIVE = new AliasName("live");

    private AliasRow() {}

    static Alias read(ResultSet row) throws SQLException {
        int version = row.getInt("version");
        String traffic = row.getString("traffic");
        return new Alias(
                new AliasName(row.getString("name")),
                new EnvironmentId(row.getObject("environment_id", UUID.class)),
                new EnvironmentName(row.getString("environment")),
                version,
                Optional.ofNullable(row.getObject("previous_version", Integer.class)),
                traffic == null ? Traffic.to(version) : TrafficText.read(traffic),
                Optional.ofNullable(row.getObject("rollout_id", UUID.class)).map(RolloutId::new),
                row.getLong("revision"));
    }

    /// Locked until the transaction ends.
    static Optional<Alias> find(
            Handle handle, ServiceId service, EnvironmentId environment, AliasName name) {
        return handle.createQuery(
                        SELECT
                                + "where a.service_id = ? and a.environment_id = ? and a.name = ?"
                                + " for update of a")
                .bind(0, service.value())
                .bind(1, environment.value())
                .bind(2, name.text())
                .map((row, _) -> read(row))
                .findOne();
    }

    /// What is spread over versions from now on; `version` stands for it, and the one before is
    /// remembered where it is another.
    static void spread(
            Handle handle,
            ServiceId service,
            Alias alias,
            Traffic traffic,
            int version,
            Optional<RolloutId> rollout) {
        handle.createUpdate(
                        """
                        update aliases set traffic = :traffic::jsonb, rollout_id = :rollout::uuid,
                            previous_version = case when version = :version then previous_version
                                else version end,
                            version = :version, revision = revision + 1
                        where service_id = :service and environment_id = :environment and name = :name\
                        """)
                .bind(
                        "traffic",
                        traffic.equals(Traffic.to(version)) ? null : TrafficText.write(traffic))
                .bind("rollout", rollout.map(RolloutId::value).orElse(null))
                .bind("version", version)
                .bind("service", service.value())
                .bind("environment", alias.environmentId().value())
                .bind("name", alias.name().text())
                .execute();
    }
}
