package dev.fairlead.controlplane.store.services;

import dev.fairlead.controlplane.store.Database;
import dev.fairlead.model.functions.Abi;
import dev.fairlead.model.functions.ContentHash;
import dev.fairlead.model.functions.ServiceSettings;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ServiceId;
import dev.fairlead.model.names.AliasName;
import dev.fairlead.model.names.ProjectName;
import dev.fairlead.model.names.ServiceName;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// What the data plane must know of every function that has something live.
public final class PublishedStore {
    private static final String SELECT =
            """
            select f.*, p.name as project, a.name as alias, a.version, v.abi, v.artifact_hash
            from aliases a
            join services f on f.id = a.service_id
            join projects p on p.id = f.project_id
            join versions v on v.service_id = a.service_id and v.number = a.version
            """;

    private final Database database;

    public PublishedStore(Database database) {
        this.database = database;
    }

    /// One alias of one function.
    public record Published(
            OrganizationId organization,
            ServiceId function,
            ProjectName project,
            ServiceName name,
            ServiceSettings settings,
            AliasName alias,
            int version,
            Abi abi,
            ContentHash artifact) {}

    /// Every alias of every function, in one query, ordered by function.
    public List<Published> all() {
        return database.inInstallation(handle ->
                handle.createQuery(SELECT + "order by f.id")
                        .setFetchSize(5000)
                        .map((row, _) -> read(row))
                        .list());
    }

    /// The aliases of one function; none when it is gone or nothing is live.
    public List<Published> of(ServiceId function) {
        return database.inInstallation(handle ->
                handle.createQuery(SELECT + "where f.id = ?")
                        .bind(0, function.value())
                        .map((row, _) -> read(row))
                        .list());
    }

    /// Sources and artifacts that some version, open deployment, dead letter or cache needs.
    public List<String> neededHashes() {
        return database.inInstallation(handle ->
                handle.createQuery(
                                """
                                select artifact_hash from versions
                                union select artifact_hash from build_cache
                                union select source_hash from versions
                                union select source_hash from deployments where ended_at is null
                                union select d.source_hash from deployments d
                                      join builds b on b.deployment_id = d.id where b.state = 'dead'
                                union select artifact_hash from deployments
                                      where ended_at is null and artifact_hash is not null\
                                """)
                        .mapTo(String.class)
                        .list());
    }

    private static Published read(ResultSet row) throws SQLException {
        return new Published(
                new OrganizationId(row.getObject("organization_id", UUID.class)),
                new ServiceId(row.getObject("id", UUID.class)),
                new ProjectName(row.getString("project")),
                new ServiceName(row.getString("name")),
                SettingsRow.read(row),
                new AliasName(row.getString("alias")),
                row.getInt("version"),
                Abi.parse(Optional.ofNullable(row.getString("abi")).orElseThrow()),
                new ContentHash(Optional.ofNullable(row.getString("artifact_hash")).orElseThrow()));
    }
}
