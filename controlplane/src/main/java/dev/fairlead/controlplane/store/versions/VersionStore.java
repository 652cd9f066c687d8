package dev.fairlead.controlplane.store.versions;

import dev.fairlead.controlplane.store.Database;
import dev.fairlead.controlplane.store.Page;
import dev.fairlead.controlplane.store.deployments.Deployment;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.functions.Abi;
import dev.fairlead.model.functions.ContentHash;
import dev.fairlead.model.functions.Language;
import dev.fairlead.model.ids.DeploymentId;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ServiceId;
import dev.fairlead.model.names.AliasName;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Versions, and the aliases that send traffic to them.
public final class VersionStore {
    private static final String SELECT =
            """
            select v.*, a.version is not null as live from versions v
            left join aliases a on a.service_id = v.service_id and a.version = v.number and a.name = 'live'
            """;
    private static final RowMapper<Version> VERSION =
            (row, _) ->
                    new Version(
                            row.getInt("number"),
                            new DeploymentId(row.getObject("deployment_id", UUID.class)),
                            Language.parse(row.getString("language")).orElseThrow(),
                            Abi.parse(row.getString("abi")),
                            new ContentHash(row.getString("artifact_hash")),
                            new ContentHash(row.getString("source_hash")),
                            row.getBoolean("live"),
                            row.getObject("created_at", OffsetDateTime.class).toInstant());
    private static final RowMapper<Alias> ALIAS =
            (row, _) ->
                    new Alias(
                            new AliasName(row.getString("name")),
                            row.getInt("version"),
                            Optional.ofNullable(row.getObject("previous_version", Integer.class)));

    private final Database database;
    private final Clock clock;

    public VersionStore(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /// What became of a switch.
    public sealed interface Switch {
        /// The alias points to the new version.
        record Done(int version) implements Switch {}

        /// A newer deployment was faster; the alias stays where it is.
        record Overtaken() implements Switch {}

        /// The deployment changed or went away in the meantime.
        record Gone() implements Switch {}
    }

    /// The switch, in one transaction: the version gets its number and `live` moves to it unless a
    /// newer deployment moved it before. The deployment goes on with `finish`, once what the store
    /// says is published: whoever reads that it is active finds it answering. May be done twice.
    public Switch goLive(Deployment deployment) {
        return database.inInstallation(handle -> goLive(handle, deployment));
    }

    /// The end of a switch: the deployment is active, and what it replaced superseded; or it is
    /// superseded itself where a newer one has moved `live` on.
    public void finish(Deployment deployment, int version) {
        database.inInstallation(handle -> {
            lock(handle, deployment);
            if (!holds(handle, deployment)) {
                return false;
            }
            boolean current =
                    handle.createQuery(
                                    "select exists (select from aliases where service_id = ?"
                                            + " and name = 'live' and deployment_id = ?)")
                            .bind(0, deployment.function().value())
                            .bind(1, deployment.id().value())
                            .mapTo(Boolean.class)
                            .one();
            if (current) {
                supersedeActive(handle, deployment);
            }
            end(handle, deployment, current ? "active" : "superseded", version);
            return true;
        });
    }

    private static void supersedeActive(Handle handle, Deployment deployment) {
        handle.execute(
                "update deployments set state = 'superseded', revision = revision + 1"
                        + " where service_id = ? and state = 'active'",
                deployment.function().value());
    }

    /// Every switch of one function waits here for the other. False when the function is gone.
    private static boolean lock(Handle handle, Deployment deployment) {
        return handle.createQuery("select id from services where id = ? for update")
                .bind(0, deployment.function().value())
                .mapTo(UUID.class)
                .findOne()
                .isPresent();
    }

    private Switch goLive(Handle handle, Deployment deployment) {
        UUID function = deployment.function().value();
        if (!lock(handle, deployment) || !holds(handle, deployment)) {
            return new Switch.Gone();
        }
        Optional<Integer> before =
                handle.createQuery(
                                "select number from versions where service_id = ? and"
                                        + " deployment_id = ?")
                        .bind(0, function)
                        .bind(1, deployment.id().value())
                        .mapTo(Integer.class)
                        .findOne();
        if (before.isPresent()) {
            return new Switch.Done(before.get());
        }
        boolean overtaken =
                handle.createQuery(
                                "select exists (select from aliases where service_id = ?"
                                        + " and name = 'live' and deployment_id > ?)")
                        .bind(0, function)
                        .bind(1, deployment.id().value())
                        .mapTo(Boolean.class)
                        .one();
        if (overtaken) {
            end(handle, deployment, "superseded", null);
            return new Switch.Overtaken();
        }
        int number = addVersion(handle, deployment);
        moveLive(handle, deployment, number);
        handle.execute(
                "update deployments set version = ? where id = ?", number, deployment.id().value());
        return new Switch.Done(number);
    }

    /// The number that the next version will most likely get; only the switch decides.
    public int nextNumber(OrganizationId organization, ServiceId function) {
        return database.inTenant(
                organization,
                handle ->
                        handle.createQuery(
                                        "select coalesce(max(number), 0) + 1 from versions"
                                                + " where service_id = ?")
                                .bind(0, function.value())
                                .mapTo(Integer.class)
                                .one());
    }

    private static boolean holds(Handle handle, Deployment deployment) {
        return handle.createQuery(
                        "select exists (select from deployments where id = ? and revision = ?)")
                .bind(0, deployment.id().value())
                .bind(1, deployment.revision())
                .mapTo(Boolean.class)
                .one();
    }

    private int addVersion(Handle handle, Deployment deployment) {
        Deployment.Product product = deployment.product().orElseThrow();
        return handle.createQuery(
                        """
                        insert into versions
                        select :organization, :function, coalesce(max(number), 0) + 1, :deployment, :language,
                            :abi, :artifact, :source, :now
                        from versions where service_id = :function returning number\
                        """)
                .bind("organization", deployment.organization().value())
                .bind("function", deployment.function().value())
                .bind("deployment", deployment.id().value())
                .bind("language", deployment.language().word())
                .bind("abi", product.abi().word())
                .bind("artifact", product.artifact().hex())
                .bind("source", deployment.source().hex())
                .bind("now", now())
                .mapTo(Integer.class)
                .one();
    }

    private static void moveLive(Handle handle, Deployment deployment, int number) {
        handle.createUpdate(
                        """
                        insert into aliases values
                            (:organization, :function, 'live', :version, null, :deployment, 1)
                        on conflict (service_id, name) do update set
                            previous_version = aliases.version, version = excluded.version,
                            deployment_id = excluded.deployment_id, revision = aliases.revision + 1\
                        """)
                .bind("organization", deployment.organization().value())
                .bind("function", deployment.function().value())
                .bind("version", number)
                .bind("deployment", deployment.id().value())
                .execute();
    }

    private void end(
            Handle handle, Deployment deployment, String state, @Nullable Integer version) {
        handle.createUpdate(
                        """
                        update deployments set state = :state, version = :version, ended_at = :now,
                            revision = revision + 1,
                            phases = phases || jsonb_build_object('name', :state::text, 'startedAt', :at::text)
                        where id = :id\
                        """)
                .bind("state", state)
                .bind("version", version)
                .bind("now", now())
                .bind("at", clock.instant().toString())
                .bind("id", deployment.id().value())
                .execute();
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    /// Points `live` at `version`, or at the one before where none is named.
    public Alias rollBack(
            OrganizationId organization, ServiceId function, Optional<Integer> version) {
        return database.inTenant(
                organization,
                handle -> {
                    Alias live =
                            handle.createQuery(
                                            "select * from aliases where service_id = ?"
                                                    + " and name = 'live' for update")
                                    .bind(0, function.value())
                                    .map(ALIAS)
                                    .findOne()
                                    .orElseThrow(() ->
                                            new Rejected(
                                                    ErrorCode.NOT_DEPLOYED, "deploy it first"));
                    int target =
                            version.or(live::previous).orElseThrow(VersionStore::nothingEarlier);
                    find(handle, function, target);
                    if (target == live.version()) {
                        return live;
                    }
                    handle.execute(
                            "update aliases set version = ?, previous_version = ?, revision ="
                                    + " revision + 1 where service_id = ? and name = 'live'",
                            target,
                            live.version(),
                            function.value());
                    return new Alias(live.name(), target, Optional.of(live.version()));
                });
    }

    private static Rejected nothingEarlier() {
        return new Rejected(
                ErrorCode.NO_EARLIER_VERSION,
                "only one version was ever live; name one with `version`");
    }

    private static Version find(Handle handle, ServiceId function, int number) {
        return handle.createQuery(SELECT + "where v.service_id = ? and v.number = ?")
                .bind(0, function.value())
                .bind(1, number)
                .map(VERSION)
                .findOne()
                .orElseThrow(() ->
                        new Rejected(ErrorCode.VERSION_NOT_FOUND, "there is no version " + number));
    }

    public Version get(OrganizationId organization, ServiceId function, int number) {
        return database.inTenant(organization, handle -> find(handle, function, number));
    }

    /// Newest first; `below` is the smallest number of the page before.
    public Page<Version> list(
            OrganizationId organization, ServiceId function, Optional<UUID> after, int limit) {
        int below =
                after.map(cursor -> (int) cursor.getLeastSignificantBits())
                        .orElse(Integer.MAX_VALUE);
        List<Version> found =
                database.inTenant(
                        organization,
                        handle ->
                                handle.createQuery(
                                                SELECT
                                                        + "where v.service_id = ? and v.number < ?"
                                                        + " order by v.number desc limit ?")
                                        .bind(0, function.value())
                                        .bind(1, below)
                                        .bind(2, limit + 1)
                                        .map(VERSION)
                                        .list());
        return Page.of(found, limit, v -> new UUID(0, v.number()));
    }

    public List<Alias> aliases(OrganizationId organization, ServiceId function) {
        return database.inTenant(
                organization,
                handle ->
                        handle.createQuery(
                                        "select * from aliases where service_id = ? order by name")
                                .bind(0, function.value())
                                .map(ALIAS)
                                .list());
    }
}
