package dev.fairlead.controlplane.store.services;

import dev.fairlead.controlplane.store.Database;
import dev.fairlead.controlplane.store.versions.Configuration;
import dev.fairlead.controlplane.store.versions.TrafficText;
import dev.fairlead.model.functions.Abi;
import dev.fairlead.model.functions.ContentHash;
import dev.fairlead.model.functions.ServiceSettings;
import dev.fairlead.model.ids.DeploymentId;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ServiceId;
import dev.fairlead.model.names.AliasName;
import dev.fairlead.model.names.EnvironmentName;
import dev.fairlead.model.names.ProjectName;
import dev.fairlead.model.names.ServiceName;
import dev.fairlead.model.traffic.Traffic;

import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// What the data plane must know of every function that has something live.
public final class PublishedStore {
    /// Every version that an alias names, and the one before, which somebody may go back to; of
    /// sites those, too, that pages may still be of.
    private static final String SELECT =
            """
            select s.*, p.name as project, e.name as environment, a.name as alias,
                a.revision as alias_revision, a.version as main, a.traffic, v.number, v.abi,
                h.name as home,
                v.artifact_hash, v.configuration, v.deployment_id
            from (
                select service_id, environment_id, name, version, revision, traffic, version as number
                from aliases where :service::uuid is null or service_id = :service::uuid
                union all
                select service_id, environment_id, name, version, revision, traffic, previous_version
                from aliases where previous_version is not null
                    and (:service::uuid is null or service_id = :service::uuid)
                union all
                select a.service_id, a.environment_id, a.name, a.version, a.revision, a.traffic, v.number
                from aliases a join versions v on v.service_id = a.service_id
                    and jsonb_path_exists(a.traffic, '$.**.version ? (@ == $n)',
                        jsonb_build_object('n', v.number))
                where a.traffic is not null and (:service::uuid is null or a.service_id = :service::uuid)
                union all
                select a.service_id, a.environment_id, a.name, a.version, a.revision, a.traffic, v.number
                from aliases a join services s on s.id = a.service_id and s.kind = 'site'
                join lateral (
                    select number, lead(created_at) over (order by number) as replaced from versions
                    where service_id = a.service_id and environment_id = a.environment_id
                    order by number desc limit 50) v
                    on v.number < a.version and v.replaced > now() - interval '24 hours'
                where a.name = 'live' and (:service::uuid is null or a.service_id = :service::uuid)
            ) a
            join services s on s.id = a.service_id
            join projects p on p.id = s.project_id
            join environments e on e.id = a.environment_id
            join versions v on v.service_id = a.service_id and v.number = a.number
            join environments h on h.id = v.environment_id
            order by s.id\
            """;

    private final Database database;

    public PublishedStore(Database database) {
        this.database = database;
    }

    /// One version of one alias of one service; `home` is the version's own environment.
    public record Published(
            OrganizationId organization,
            ServiceId service,
            ProjectName project,
            ServiceName name,
            ServiceSettings settings,
            EnvironmentName environment,
            AliasName alias,
            long revision,
            Traffic traffic,
            int main,
            int version,
            DeploymentId deployment,
            EnvironmentName home,
            Optional<Abi> abi,
            Optional<ContentHash> artifact,
            Configuration configuration) {}

    /// Every alias of every service, in one query, ordered by service.
    public List<Published> all() {
        return select(null);
    }

    /// The aliases of one service; none when it is gone or nothing is live.
    public List<Published> of(ServiceId service) {
        return select(service.value());
    }

    private List<Published> select(@Nullable UUID service) {
        return database.inInstallation(handle ->
                handle.createQuery(SELECT)
                        .bind("service", service)
                        .setFetchSize(5000)
                        .map((row, _) -> read(row))
                        .list());
    }

    /// Sources and artifacts that some version, open deployment, dead letter or cache needs.
    public List<String> neededHashes() {
        return database.inInstallation(handle ->
                handle.createQuery(
                                """
                                select artifact_hash from versions where artifact_hash is not null
                                union select artifact_hash from build_cache
                                union select source_hash from versions where source_hash is not null
                                union select source_hash from deployments
                                      where ended_at is null and source_hash is not null
                                union select d.source_hash from deployments d
                                      join builds b on b.deployment_id = d.id where b.state = 'dead'
                                union select artifact_hash from deployments
                                      where ended_at is null and artifact_hash is not null\
                                """)
                        .mapTo(String.class)
                        .list());
    }

    /// Manifests of sites that some version, open deployment or cache needs.
    public List<String> neededSites() {
        return database.inInstallation(handle ->
                handle.createQuery(
                                """
                                select artifact_hash from versions where abi = 'site'
                                union select artifact_hash from build_cache where abi = 'site'
                                union select artifact_hash from deployments
                                      where ended_at is null and abi = 'site'\
                                """)
                        .mapTo(String.class)
                        .list());
    }

    private static Published read(ResultSet row) throws SQLException {
        int main = row.getInt("main");
        String traffic = row.getString("traffic");
        return new Published(
                new OrganizationId(row.getObject("organization_id", UUID.class)),
                new ServiceId(row.getObject("id", UUID.class)),
                new ProjectName(row.getString("project")),
                new ServiceName(row.getString("name")),
                SettingsRow.read(row),
                new EnvironmentName(row.getString("environment")),
                new AliasName(row.getString("alias")),
                row.getLong("alias_revision"),
                traffic == null ? Traffic.to(main) : TrafficText.read(traffic),
                main,
                row.getInt("number"),
                new DeploymentId(row.getObject("deployment_id", UUID.class)),
                new EnvironmentName(row.getString("home")),
                Optional.ofNullable(row.getString("abi")).map(Abi::parse),
                Optional.ofNullable(row.getString("artifact_hash")).map(ContentHash::new),
                Configuration.read(row.getString("configuration")));
    }
}
