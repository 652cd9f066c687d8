package dev.fairlead.controlplane.store.versions;

import dev.fairlead.controlplane.store.Database;
import dev.fairlead.controlplane.store.Page;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.functions.Abi;
import dev.fairlead.model.functions.ContentHash;
import dev.fairlead.model.functions.Language;
import dev.fairlead.model.ids.DeploymentId;
import dev.fairlead.model.ids.EnvironmentId;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ServiceId;
import dev.fairlead.model.names.AliasName;
import dev.fairlead.model.names.EnvironmentName;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Versions and aliases as they are.
public final class VersionStore {
    private static final String SELECT =
            """
            select v.*, e.name as environment, a.version is not null as live from versions v
            join environments e on e.id = v.environment_id
            left join aliases a on a.service_id = v.service_id and a.version = v.number
                and a.environment_id = v.environment_id and a.name = 'live'
            """;

    private final Database database;

    public VersionStore(Database database) {
        this.database = database;
    }

    static Version read(ResultSet row) throws SQLException {
        return new Version(
                row.getInt("number"),
                new EnvironmentId(row.getObject("environment_id", UUID.class)),
                new EnvironmentName(row.getString("environment")),
                new DeploymentId(row.getObject("deployment_id", UUID.class)),
                Optional.ofNullable(row.getString("language")).flatMap(Language::parse),
                Optional.ofNullable(row.getString("abi")).map(Abi::parse),
                Optional.ofNullable(row.getString("artifact_hash")).map(ContentHash::new),
                Optional.ofNullable(row.getString("source_hash")).map(ContentHash::new),
                Configuration.read(row.getString("configuration")),
                Optional.ofNullable(row.getObject("base_version", Integer.class)),
                Optional.ofNullable(row.getString("failed")),
                row.getBoolean("live"),
                row.getObject("created_at", OffsetDateTime.class).toInstant());
    }

    /// The number that the next version will most likely get; only the switch decides.
    public int nextNumber(OrganizationId organization, ServiceId service) {
        return database.inTenant(
                organization,
                handle ->
                        handle.createQuery(
                                        "select coalesce(max(number), 0) + 1 from versions"
                                                + " where service_id = ?")
                                .bind(0, service.value())
                                .mapTo(Integer.class)
                                .one());
    }

    static Version find(Handle handle, ServiceId service, int number) {
        return handle.createQuery(SELECT + "where v.service_id = ? and v.number = ?")
                .bind(0, service.value())
                .bind(1, number)
                .map((row, _) -> read(row))
                .findOne()
                .orElseThrow(() ->
                        new Rejected(ErrorCode.VERSION_NOT_FOUND, "there is no version " + number));
    }

    public Version get(OrganizationId organization, ServiceId service, int number) {
        return database.inTenant(organization, handle -> find(handle, service, number));
    }

    /// Newest first, of one environment where one is named; `after` is the smallest number of the
    /// page before.
    public Page<Version> list(
            OrganizationId organization,
            ServiceId service,
            Optional<EnvironmentId> environment,
            Optional<UUID> after,
            int limit) {
        int below =
                after.map(cursor -> (int) cursor.getLeastSignificantBits())
                        .orElse(Integer.MAX_VALUE);
        @Nullable UUID in = environment.isPresent() ? environment.get().value() : null;
        List<Version> found =
                database.inTenant(
                        organization,
                        handle ->
                                handle.createQuery(
                                                SELECT
                                                        + """
                                                        where v.service_id = :service and v.number < :below
                                                          and (:environment::uuid is null
                                                              or v.environment_id = :environment::uuid)
                                                        order by v.number desc limit :limit\
                                                        """)
                                        .bind("service", service.value())
                                        .bind("below", below)
                                        .bind("environment", in)
                                        .bind("limit", limit + 1)
                                        .map((row, _) -> read(row))
                                        .list());
        return Page.of(found, limit, v -> new UUID(0, v.number()));
    }

    public List<Alias> aliases(OrganizationId organization, ServiceId service) {
        return database.inTenant(
                organization,
                handle ->
                        handle.createQuery(
                                        AliasRow.SELECT
                                                + "where a.service_id = ? order by e.created_at,"
                                                + " e.name, a.name")
                                .bind(0, service.value())
                                .map((row, _) -> AliasRow.read(row))
                                .list());
    }

    public Optional<Alias> alias(
            OrganizationId organization,
            ServiceId service,
            EnvironmentId environment,
            AliasName name) {
        return database.inTenant(
                organization, handle -> AliasRow.find(handle, service, environment, name));
    }
}
