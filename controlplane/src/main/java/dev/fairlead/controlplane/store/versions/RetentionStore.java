package dev.fairlead.controlplane.store.versions;

import dev.fairlead.controlplane.store.Database;
import dev.fairlead.controlplane.store.environments.Environment;
import dev.fairlead.controlplane.store.environments.Environment.Retention;
import dev.fairlead.model.ids.EnvironmentId;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ServiceId;
import dev.fairlead.model.names.ServiceName;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/// Removes versions that an environment keeps no longer. What would be removed and what is are
/// answers to one query.
public final class RetentionStore {
    /// Versions that an alias, a rollout or a way back needs stay, whatever the policy says; so do
    /// those that wait to be promoted. Successes are counted, failures only go by age.
    private static final String DUE =
            """
            select v.service_id, v.number, v.environment_id, v.created_at, s.name,
                (select d.source_bytes + d.artifact_bytes from deployments d
                    where d.id = v.deployment_id) as bytes
            from (select v.*, count(*) filter (where v.failed is null) over (
                    partition by v.service_id order by v.number desc) as place
                from versions v where v.environment_id = :environment) v
            join services s on s.id = v.service_id
            where (:count::int is null or v.failed is not null or v.place > :count::int)
              and (:days::int is null or v.created_at < :now::timestamptz - make_interval(days => :days::int))
              and (:count::int is not null or :days::int is not null)
              and not exists (select from aliases a where a.service_id = v.service_id
                    and (a.version = v.number or a.previous_version = v.number
                        or jsonb_path_exists(a.traffic, '$.**.version ? (@ == $number)',
                            jsonb_build_object('number', v.number))))
              and not exists (select from rollouts r where r.service_id = v.service_id
                    and r.ended_at is null and v.number in (r.from_version, r.to_version))
              and not exists (select from deployments d where d.service_id = v.service_id
                    and d.ended_at is null and d.base_version = v.number)
            order by s.name, v.number\
            """;

    private final Database database;
    private final Clock clock;

    public RetentionStore(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /// A version that is kept no longer, and the bytes that its source and artifact take.
    public record Due(
            ServiceId service, ServiceName name, int number, Instant createdAt, long bytes) {}

    /// What a policy would remove now.
    public List<Due> due(Environment environment, Retention retention) {
        return database.inTenant(
                environment.organization(), handle -> due(handle, environment.id(), retention));
    }

    private List<Due> due(Handle handle, EnvironmentId environment, Retention retention) {
        return bound(handle.createQuery(DUE), environment, retention)
                .map((row, _) ->
                        new Due(
                                new ServiceId(row.getObject("service_id", UUID.class)),
                                new ServiceName(row.getString("name")),
                                row.getInt("number"),
                                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                                row.getLong("bytes")))
                .list();
    }

    private Query bound(Query query, EnvironmentId environment, Retention retention) {
        return query.bind("environment", environment.value())
                .bind("count", retention.count().orElse(null))
                .bind("days", retention.days().orElse(null))
                .bind("now", clock.instant().atOffset(ZoneOffset.UTC));
    }

    /// Removes what the environment's policy keeps no longer, and says what it was.
    public List<Due> prune(
            OrganizationId organization, EnvironmentId environment, Retention retention) {
        return database.inTenant(
                organization,
                handle -> {
                    // An alias that is pointed to one of them meanwhile waits, or is seen.
                    due(handle, environment, retention).stream()
                            .map(Due::service)
                            .distinct()
                            .sorted(Comparator.comparing(ServiceId::value))
                            .forEach(service -> ReleaseStore.lock(handle, service));
                    List<Due> due = due(handle, environment, retention);
                    for (Due one : due) {
                        handle.execute(
                                "delete from versions where service_id = ? and number = ?",
                                one.service().value(),
                                one.number());
                    }
                    return due;
                });
    }
}
