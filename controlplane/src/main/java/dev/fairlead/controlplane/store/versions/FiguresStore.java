package dev.fairlead.controlplane.store.versions;

import dev.fairlead.controlplane.store.Database;
import dev.fairlead.model.ids.EnvironmentId;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ServiceId;
import dev.fairlead.model.names.AliasName;
import dev.fairlead.model.names.EnvironmentName;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;

/// What became of the requests of aliases that are split. Every server adds what it saw; a row is a
/// minute of one version, by the revision of the alias that split them.
public final class FiguresStore {
    private static final String SUMS =
            """
            select f.version, f.traffic, sum(f.requests) as requests, sum(f.errors) as errors,
                sum(f.duration_us) as duration_us,
                (select array_agg(total order by place) from (
                    select place, sum(count)::bigint as total from version_figures i
                        cross join lateral unnest(i.buckets) with ordinality as b (count, place)
                    where i.service_id = f.service_id and i.environment_id = f.environment_id
                        and i.alias = f.alias and i.version = f.version and i.traffic = f.traffic
                        and i.minute >= :since::timestamptz
                    group by place) t) as buckets
            from version_figures f
            where f.service_id = :service and f.environment_id = :environment and f.alias = :alias
                and f.minute >= :since::timestamptz
            group by f.service_id, f.environment_id, f.alias, f.version, f.traffic
            order by f.traffic, f.version\
            """;

    private final Database database;
    private final Clock clock;

    public FiguresStore(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /// What one server saw of a version since it told last.
    public record Seen(
            OrganizationId organization,
            ServiceId service,
            EnvironmentName environment,
            AliasName alias,
            long traffic,
            Figures figures) {}

    /// Counts of a version: requests, those with a status of 500 or more, all their time together
    /// in microseconds, and how many fell into each bucket of `Tally`.
    public record Figures(
            int version,
            long traffic,
            long requests,
            long errors,
            long micros,
            List<Long> buckets) {
        public Figures {
            buckets = List.copyOf(buckets);
        }
    }

    /// Adds them to the present minute. What belongs to a service or environment that is gone is
    /// left out.
    public void add(List<Seen> all) {
        database.inInstallation(handle -> {
            var batch =
                    handle.prepareBatch(
                            """
                            insert into version_figures as f (organization_id, service_id, environment_id, alias,
                                traffic, version, minute, requests, errors, duration_us, buckets)
                            select :organization, s.id, e.id, :alias, :traffic, :version, :minute, :requests,
                                :errors, :micros, :buckets::bigint[]
                            from services s join environments e on e.project_id = s.project_id
                            where s.id = :service and e.name = :environment
                            on conflict (service_id, environment_id, alias, traffic, version, minute) do update
                                set requests = f.requests + excluded.requests,
                                    errors = f.errors + excluded.errors,
                                    duration_us = f.duration_us + excluded.duration_us,
                                    buckets = array(select a + b from
                                        unnest(f.buckets, excluded.buckets) as sums (a, b))\
                            """);
            Instant minute = clock.instant().truncatedTo(ChronoUnit.MINUTES);
            for (Seen seen : all) {
                Figures figures = seen.figures();
                batch.bind("organization", seen.organization().value())
                        .bind("service", seen.service().value())
                        .bind("environment", seen.environment().text())
                        .bind("alias", seen.alias().text())
                        .bind("traffic", seen.traffic())
                        .bind("version", figures.version())
                        .bind("minute", minute.atOffset(ZoneOffset.UTC))
                        .bind("requests", figures.requests())
                        .bind("errors", figures.errors())
                        .bind("micros", figures.micros())
                        .bind("buckets", text(figures.buckets()))
                        .add();
            }
            batch.execute();
            return true;
        });
    }

    private static String text(List<Long> counts) {
        return counts.toString().replace('[', '{').replace(']', '}');
    }

    /// The sums since a moment, by version and revision of the alias.
    public List<Figures> sums(
            OrganizationId organization,
            ServiceId service,
            EnvironmentId environment,
            AliasName alias,
            Instant since) {
        return database.inTenant(
                organization,
                handle ->
                        handle.createQuery(SUMS)
                                .bind("service", service.value())
                                .bind("environment", environment.value())
                                .bind("alias", alias.text())
                                .bind(
                                        "since",
                                        since.truncatedTo(ChronoUnit.MINUTES)
                                                .atOffset(ZoneOffset.UTC))
                                .map((row, _) -> read(row))
                                .list());
    }

    private static Figures read(ResultSet row) throws SQLException {
        Array buckets = row.getArray("buckets");
        return new Figures(
                row.getInt("version"),
                row.getLong("traffic"),
                row.getLong("requests"),
                row.getLong("errors"),
                row.getLong("duration_us"),
                List.of((Long[]) buckets.getArray()));
    }

    /// Forgets what is older; how many rows it was.
    public int forget(Instant before) {
        return database.inInstallation(handle ->
                handle.execute(
                        "delete from version_figures where minute < ?",
                        before.atOffset(ZoneOffset.UTC)));
    }
}
