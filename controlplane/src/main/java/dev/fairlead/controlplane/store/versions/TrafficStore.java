package dev.fairlead.controlplane.store.versions;

import dev.fairlead.controlplane.store.Database;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.functions.Limits;
import dev.fairlead.model.ids.DeploymentId;
import dev.fairlead.model.ids.EnvironmentId;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ServiceId;
import dev.fairlead.model.names.AliasName;
import dev.fairlead.model.traffic.Condition;
import dev.fairlead.model.traffic.Mirror;
import dev.fairlead.model.traffic.Share;
import dev.fairlead.model.traffic.Traffic;

import org.jdbi.v3.core.Handle;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntUnaryOperator;

/// How aliases spread their requests, as people say; and the versions that other settings make.
public final class TrafficStore {
    private final Database database;
    private final Clock clock;

    public TrafficStore(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /// An alias of a service in an environment.
    public record Place(
            OrganizationId organization,
            ServiceId service,
            EnvironmentId environment,
            AliasName alias) {}

    /// Every version that it names has to be of this environment, and none taken back. `seen` is
    /// the revision that the caller knows.
    public Alias put(Place place, Traffic traffic, Optional<Long> seen) {
        return database.inTenant(
                place.organization(),
                handle -> {
                    ReleaseStore.lock(handle, place.service());
                    Optional<Alias> before = find(handle, place);
                    before.flatMap(Alias::rollout)
                            .flatMap(id -> RolloutRow.find(handle, id))
                            .filter(rollout -> rollout.endedAt().isEmpty())
                            .ifPresent(rollout -> {
                                throw RolloutStore.open(rollout);
                            });
                    if (seen.isPresent()
                            && !seen.equals(
                                    before.map(Alias::revision).or(() -> Optional.of(0L)))) {
                        throw new Rejected(
                                ErrorCode.REVISION_CONFLICT,
                                "the alias changed since; look again and repeat");
                    }
                    for (int number : traffic.versions()) {
                        ReleaseStore.eligible(
                                VersionStore.find(handle, place.service(), number),
                                place.environment());
                    }
                    int main = traffic.main();
                    Alias alias = before.orElseGet(() -> insert(handle, place, main));
                    AliasRow.spread(
                            handle, place.service(), alias, traffic, main, Optional.empty());
                    return find(handle, place).orElseThrow();
                });
    }

    private static Optional<Alias> find(Handle handle, Place place) {
        return AliasRow.find(handle, place.service(), place.environment(), place.alias());
    }

    private static Alias insert(Handle handle, Place place, int version) {
        DeploymentId deployment = VersionStore.find(handle, place.service(), version).deployment();
        handle.execute(
                "insert into aliases (organization_id, service_id, environment_id, name, version,"
                        + " deployment_id, revision) values (?, ?, ?, ?, ?, ?, 0)",
                place.organization().value(),
                place.service().value(),
                place.environment().value(),
                place.alias().text(),
                version,
                deployment.value());
        return find(handle, place).orElseThrow();
    }

    /// False when there is none.
    public boolean remove(Place place) {
        return database.inTenant(
                place.organization(),
                handle ->
                        handle.execute(
                                        "delete from aliases where service_id = ? and"
                                                + " environment_id = ? and name = ?",
                                        place.service().value(),
                                        place.environment().value(),
                                        place.alias().text())
                                == 1);
    }

    /// Gives `live` of an environment new versions that differ in their limits alone, one for each
    /// that it names; the numbers of the old to those of the new. Empty where nothing is live,
    /// nothing would change, or a rollout is under way: then the next release has it.
    public Map<Integer, Integer> reconfigure(Place place, Limits limits, String author) {
        return database.inTenant(
                place.organization(),
                handle -> {
                    ReleaseStore.lock(handle, place.service());
                    Optional<Alias> live = find(handle, place);
                    if (live.isEmpty() || live.get().rollout().isPresent()) {
                        return Map.of();
                    }
                    var made = new LinkedHashMap<Integer, Integer>();
                    for (int number : live.get().traffic().versions()) {
                        Version old = VersionStore.find(handle, place.service(), number);
                        Configuration configuration = old.configuration().with(limits);
                        if (!old.configuration().equals(configuration)) {
                            made.put(number, copy(handle, place, old, configuration, author));
                        }
                    }
                    if (!made.isEmpty()) {
                        IntUnaryOperator next = number -> made.getOrDefault(number, number);
                        Traffic traffic = mapped(live.get().traffic(), next);
                        AliasRow.spread(
                                handle,
                                place.service(),
                                live.get(),
                                traffic,
                                next.applyAsInt(live.get().version()),
                                Optional.empty());
                    }
                    return made;
                });
    }

    private int copy(
            Handle handle, Place place, Version old, Configuration configuration, String author) {
        DeploymentId id = DeploymentId.next(clock);
        handle.createUpdate(
                        """
                        with number as (
                            select coalesce(max(number), 0) + 1 as next from versions where service_id = :service),
                        deployed as (
                            insert into deployments (id, organization_id, service_id, environment_id, state,
                                language, source_hash, abi, artifact_hash, version, phases, revision,
                                created_at, ended_at, kind, base_version, author)
                            select :id, v.organization_id, v.service_id, v.environment_id, 'active', v.language,
                                v.source_hash, v.abi, v.artifact_hash, number.next,
                                jsonb_build_array(jsonb_build_object('name', 'active', 'startedAt', :at::text)),
                                1, :now, :now, 'configuration', v.number, :author
                            from versions v, number where v.service_id = :service and v.number = :old)
                        insert into versions (organization_id, service_id, environment_id, number, deployment_id,
                            language, abi, artifact_hash, source_hash, created_at, configuration, base_version)
                        select v.organization_id, v.service_id, v.environment_id, number.next, :id, v.language, v.abi,
                            v.artifact_hash, v.source_hash, :now, :configuration::jsonb, v.number
                        from versions v, number where v.service_id = :service and v.number = :old\
                        """)
                .bind("service", place.service().value())
                .bind("id", id.value())
                .bind("at", clock.instant().toString())
                .bind("now", clock.instant().atOffset(ZoneOffset.UTC))
                .bind("author", author)
                .bind("old", old.number())
                .bind("configuration", configuration.text())
                .execute();
        handle.execute(
                "update deployments set state = 'superseded', revision = revision + 1 where id = ?"
                        + " and state = 'active'",
                old.deployment().value());
        return handle.createQuery(
                        "select number from versions where service_id = ? and deployment_id = ?")
                .bind(0, place.service().value())
                .bind(1, id.value())
                .mapTo(Integer.class)
                .one();
    }

    private static Traffic mapped(Traffic traffic, IntUnaryOperator next) {
        List<Share> shares =
                traffic.shares().stream()
                        .map(s -> new Share(next.applyAsInt(s.version()), s.basisPoints()))
                        .toList();
        List<Condition> conditions =
                traffic.conditions().stream()
                        .map(c ->
                                new Condition(
                                        c.part(),
                                        c.name(),
                                        c.value(),
                                        next.applyAsInt(c.version())))
                        .toList();
        return new Traffic(
                shares,
                conditions,
                traffic.sticky(),
                traffic.mirror()
                        .map(m -> new Mirror(next.applyAsInt(m.version()), m.basisPoints())));
    }
}
