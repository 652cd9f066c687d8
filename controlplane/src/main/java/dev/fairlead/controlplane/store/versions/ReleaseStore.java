package dev.fairlead.controlplane.store.versions;

import dev.fairlead.controlplane.store.Database;
import dev.fairlead.controlplane.store.deployments.Deployment;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.functions.ContentHash;
import dev.fairlead.model.functions.Language;
import dev.fairlead.model.ids.EnvironmentId;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.RolloutId;
import dev.fairlead.model.ids.ServiceId;
import dev.fairlead.model.traffic.Traffic;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;

/// Makes versions and moves `live` between them, each in one transaction. All that changes one
/// service waits for each other here.
public final class ReleaseStore {
    private final Database database;
    private final Clock clock;

    public ReleaseStore(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /// What became of a switch.
    public sealed interface Switch {
        /// The alias points to the new version.
        record Done(int version) implements Switch {}

        /// The alias points to it for a part, and a rollout goes on from there.
        record RollingOut(int version) implements Switch {}

        /// A newer deployment was faster; the alias stays where it is.
        record Overtaken() implements Switch {}

        /// The deployment changed or went away in the meantime.
        record Gone() implements Switch {}
    }

    /// The switch, in one transaction: the version gets its number and `live` moves to it unless a
    /// newer deployment moved it before. The deployment goes on with `finish`, once what the store
    /// says is published: whoever reads that it is active finds it answering. May be done twice.
    public Switch goLive(Deployment deployment, Configuration configuration) {
        return database.inInstallation(handle -> goLive(handle, deployment, configuration));
    }

    private Switch goLive(Handle handle, Deployment deployment, Configuration configuration) {
        if (!lock(handle, deployment.service()) || !holds(handle, deployment)) {
            return new Switch.Gone();
        }
        Optional<Integer> before =
                handle.createQuery(
                                "select number from versions where service_id = ? and"
                                        + " deployment_id = ?")
                        .bind(0, deployment.service().value())
                        .bind(1, deployment.id().value())
                        .mapTo(Integer.class)
                        .findOne();
        if (before.isPresent()) {
            return open(handle, deployment)
                            .filter(rollout -> rollout.to() == before.get())
                            .isPresent()
                    ? new Switch.RollingOut(before.get())
                    : new Switch.Done(before.get());
        }
        if (overtaken(handle, deployment)) {
            end(handle, deployment, "superseded", null);
            return new Switch.Overtaken();
        }
        open(handle, deployment)
                .ifPresent(rollout ->
                        RolloutEnds.abort(
                                handle, clock, rollout, "a newer deployment came", false));
        int number = addVersion(handle, deployment, configuration);
        handle.execute(
                "update deployments set version = ? where id = ?", number, deployment.id().value());
        Optional<Alias> live =
                AliasRow.find(
                        handle, deployment.service(), deployment.environment(), AliasRow.LIVE);
        if (live.isPresent() && deployment.strategy().isPresent()) {
            var beginning =
                    new RolloutRow.Beginning(
                            RolloutId.next(clock),
                            deployment.organization(),
                            deployment.service(),
                            Optional.of(deployment.id()),
                            deployment.id(),
                            number,
                            deployment.strategy().get(),
                            clock.instant());
            RolloutRow.begin(handle, beginning, live.get());
            return new Switch.RollingOut(number);
        }
        moveLive(handle, deployment, number);
        return new Switch.Done(number);
    }

    private static Optional<Rollout> open(Handle handle, Deployment deployment) {
        return RolloutRow.open(
                handle, deployment.service(), deployment.environment(), AliasRow.LIVE);
    }

    private static boolean overtaken(Handle handle, Deployment deployment) {
        return handle.createQuery(
                        "select exists (select from aliases where service_id = ? and"
                                + " environment_id = ? and name = 'live' and deployment_id > ?)")
                .bind(0, deployment.service().value())
                .bind(1, deployment.environment().value())
                .bind(2, deployment.id().value())
                .mapTo(Boolean.class)
                .one();
    }

    /// The end of a switch: the deployment is active, and what it replaced superseded; or it is
    /// superseded itself where a newer one has moved `live` on.
    public void finish(Deployment deployment, int version) {
        database.inInstallation(handle -> {
            lock(handle, deployment.service());
            if (holds(handle, deployment)) {
                finish(handle, deployment, version);
            }
            return true;
        });
    }

    private void finish(Handle handle, Deployment deployment, int version) {
        boolean current =
                handle.createQuery(
                                "select exists (select from aliases where service_id = ? and"
                                        + " environment_id = ? and name = 'live' and deployment_id"
                                        + " = ?)")
                        .bind(0, deployment.service().value())
                        .bind(1, deployment.environment().value())
                        .bind(2, deployment.id().value())
                        .mapTo(Boolean.class)
                        .one();
        if (current) {
            supersede(handle, deployment.service(), deployment.environment());
        }
        end(handle, deployment, current ? "active" : "superseded", version);
    }

    static void supersede(Handle handle, ServiceId service, EnvironmentId environment) {
        handle.execute(
                "update deployments set state = 'superseded', revision = revision + 1"
                        + " where service_id = ? and environment_id = ? and state = 'active'",
                service.value(),
                environment.value());
    }

    /// Every change of one service waits here for the other. False when the service is gone.
    static boolean lock(Handle handle, ServiceId service) {
        return handle.createQuery("select id from services where id = ? for update")
                .bind(0, service.value())
                .mapTo(UUID.class)
                .findOne()
                .isPresent();
    }

    private static boolean holds(Handle handle, Deployment deployment) {
        return handle.createQuery(
                        "select exists (select from deployments where id = ? and revision = ?)")
                .bind(0, deployment.id().value())
                .bind(1, deployment.revision())
                .mapTo(Boolean.class)
                .one();
    }

    private int addVersion(Handle handle, Deployment deployment, Configuration configuration) {
        Optional<Deployment.Product> product = deployment.product();
        return handle.createQuery(
                        """
                        insert into versions (organization_id, service_id, environment_id, number,
                            deployment_id, language, abi, artifact_hash, source_hash, created_at,
                            configuration, base_version)
                        select :organization, :service, :environment, coalesce(max(number), 0) + 1, :deployment,
                            :language::text, :abi::text, :artifact::text, :source::text, :now, :configuration::jsonb, :base::int
                        from versions where service_id = :service returning number\
                        """)
                .bind("organization", deployment.organization().value())
                .bind("service", deployment.service().value())
                .bind("environment", deployment.environment().value())
                .bind("deployment", deployment.id().value())
                .bind("language", deployment.language().map(Language::word).orElse(null))
                .bind("abi", product.map(p -> p.abi().word()).orElse(null))
                .bind("artifact", product.map(p -> p.artifact().hex()).orElse(null))
                .bind("source", deployment.source().map(ContentHash::hex).orElse(null))
                .bind("now", now())
                .bind("configuration", configuration.text())
                .bind("base", deployment.base().orElse(null))
                .mapTo(Integer.class)
                .one();
    }

    private static void moveLive(Handle handle, Deployment deployment, int number) {
        handle.createUpdate(
                        """
                        insert into aliases (organization_id, service_id, environment_id, name, version,
                            deployment_id, revision)
                        values (:organization, :service, :environment, 'live', :version, :deployment, 1)
                        on conflict (service_id, environment_id, name) do update set
                            previous_version = aliases.version, version = excluded.version, traffic = null,
                            rollout_id = null, deployment_id = excluded.deployment_id,
                            revision = aliases.revision + 1\
                        """)
                .bind("organization", deployment.organization().value())
                .bind("service", deployment.service().value())
                .bind("environment", deployment.environment().value())
                .bind("version", number)
                .bind("deployment", deployment.id().value())
                .execute();
    }

    private void end(
            Handle handle, Deployment deployment, String state, @Nullable Integer version) {
        handle.createUpdate(
                        """
                        update deployments set state = :state, version = coalesce(:version::int, version),
                            ended_at = :now, revision = revision + 1,
                            phases = phases || jsonb_build_object('name', :state::text, 'startedAt', :at::text)
                        where id = :id and ended_at is null\
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

    /// Points `live` at `version`, or at the one before where none is named: all of its requests. A
    /// rollout that is under way ends, and without `version` that is all.
    public Alias rollBack(
            OrganizationId organization,
            ServiceId service,
            EnvironmentId environment,
            Optional<Integer> version) {
        return database.inTenant(
                organization,
                handle -> {
                    lock(handle, service);
                    Alias live =
                            AliasRow.find(handle, service, environment, AliasRow.LIVE)
                                    .orElseThrow(() ->
                                            new Rejected(
                                                    ErrorCode.NOT_DEPLOYED, "deploy it first"));
                    Optional<Rollout> rollout =
                            RolloutRow.open(handle, service, environment, AliasRow.LIVE);
                    rollout.ifPresent(open ->
                            RolloutEnds.abort(handle, clock, open, "rolled back by hand", false));
                    boolean back = rollout.isPresent() && version.isEmpty();
                    boolean spread = !live.traffic().equals(Traffic.to(live.version()));
                    if (!back) {
                        int target =
                                version.or(live::previous)
                                        .orElseThrow(ReleaseStore::nothingEarlier);
                        eligible(VersionStore.find(handle, service, target), environment);
                        if (target != live.version() || spread) {
                            AliasRow.spread(
                                    handle,
                                    service,
                                    live,
                                    Traffic.to(target),
                                    target,
                                    Optional.empty());
                        }
                    }
                    return AliasRow.find(handle, service, environment, AliasRow.LIVE).orElseThrow();
                });
    }

    private static Rejected nothingEarlier() {
        return new Rejected(
                ErrorCode.NO_EARLIER_VERSION,
                "only one version was ever live; name one with `version`");
    }

    /// Refuses a version that failed, and one of another environment.
    static void eligible(Version version, EnvironmentId environment) {
        if (!version.environmentId().equals(environment)) {
            throw new Rejected(
                    ErrorCode.VERSION_ELSEWHERE,
                    "version "
                            + version.number()
                            + " belongs to '"
                            + version.environment()
                            + "'; promote it");
        }
        version.failed()
                .ifPresent(why -> {
                    throw new Rejected(
                            ErrorCode.VERSION_FAILED,
                            "version " + version.number() + " was taken back: " + why);
                });
    }
}
