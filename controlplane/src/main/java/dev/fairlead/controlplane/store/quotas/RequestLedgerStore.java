package dev.fairlead.controlplane.store.quotas;

import dev.fairlead.controlplane.store.Columns;
import dev.fairlead.controlplane.store.Database;
import dev.fairlead.controlplane.store.DatabaseUnavailable;
import dev.fairlead.dataplane.limits.RequestLedger;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ServiceId;
import dev.fairlead.model.names.ProjectName;
import dev.fairlead.model.quotas.Resource;

import org.jdbi.v3.core.Handle;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Requests of the month, counted by all instances together.
public final class RequestLedgerStore implements RequestLedger {
    private static final String SPENT =
            """
            with now_used as (
                select organization_id, project_id, used from quota_uses
                where resource = 'requests' and period = quota_period('requests', :now)
            ), whole as (
                select organization_id, sum(used) as used from now_used group by organization_id
            )
            select w.organization_id, null as project
            from whole w join lateral (
                select most from quotas q where q.resource = 'requests' and q.project_id is null
                  and (q.organization_id = w.organization_id or q.organization_id is null)
                order by q.organization_id nulls last limit 1) q on w.used >= q.most
            union all
            select u.organization_id, p.name
            from now_used u join projects p on p.id = u.project_id
                join quotas q on q.resource = 'requests' and q.project_id = u.project_id
            where u.used >= q.most\
            """;

    private final Database database;
    private final Clock clock;

    public RequestLedgerStore(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public Optional<Spent> settle(Map<ServiceId, Long> requests) {
        Instant now = clock.instant();
        try {
            return Optional.of(
                    database.inInstallation(handle -> {
                        add(handle, requests, now);
                        return spent(handle, now);
                    }));
        } catch (DatabaseUnavailable e) {
            return Optional.empty();
        }
    }

    /// In the order of projects, so that two instances never wait for each other in a circle.
    private static void add(Handle handle, Map<ServiceId, Long> requests, Instant now) {
        if (requests.isEmpty()) {
            return;
        }
        List<ServiceId> functions = List.copyOf(requests.keySet());
        handle.createUpdate(
                        """
                        insert into quota_uses as u
                        select f.organization_id, f.project_id, 'requests',
                            quota_period('requests', :now), sum(told.count)
                        from unnest(:services::uuid[], :counts::bigint[]) as told (id, count)
                            join services f on f.id = told.id
                        group by f.organization_id, f.project_id
                        order by f.project_id
                        on conflict (organization_id, project_id, resource, period)
                            do update set used = u.used + excluded.used\
                        """)
                .bind("now", Columns.at(now))
                .bind("functions", Columns.ids(functions.stream().map(ServiceId::value).toList()))
                .bind(
                        "counts",
                        functions.stream()
                                .map(one -> String.valueOf(requests.get(one)))
                                .collect(Collectors.joining(",", "{", "}")))
                .execute();
    }

    private static Spent spent(Handle handle, Instant now) {
        Set<Spent.Of> all =
                handle
                        .createQuery(SPENT)
                        .bind("now", Columns.at(now))
                        .map((row, _) ->
                                new Spent.Of(
                                        new OrganizationId(Columns.id(row, "organization_id")),
                                        Optional.ofNullable(row.getString("project"))
                                                .map(ProjectName::new)))
                        .stream()
                        .collect(Collectors.toUnmodifiableSet());
        return new Spent(all, Resource.REQUESTS.resetsAt(now).orElseThrow());
    }
}
