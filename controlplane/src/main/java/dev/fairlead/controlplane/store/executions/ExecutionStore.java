package dev.fairlead.controlplane.store.executions;

import dev.fairlead.controlplane.store.Database;
import dev.fairlead.controlplane.store.Page;
import dev.fairlead.controlplane.store.logs.LogFilter;
import dev.fairlead.model.executions.Execution;
import dev.fairlead.model.executions.ExecutionStatus;
import dev.fairlead.model.ids.ExecutionId;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ProjectId;
import dev.fairlead.model.ids.ServiceId;

import org.jdbi.v3.core.statement.Query;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Reads executions. Ids begin with their millisecond, so an id finds its day's partition and a
/// function's newest ones are the head of an index.
public final class ExecutionStore {
    /// PostgreSQL's last year is past this one; an id may say anything.
    private static final Instant LAST_MOMENT = Instant.parse("9999-01-01T00:00:00Z");

    // An id is made when its request comes; the start is never further from it than this.
    private static final Duration NEAR = Duration.ofMinutes(30);

    private static final String NEWEST = " order by id desc limit :limit";

    private final Database database;

    public ExecutionStore(Database database) {
        this.database = database;
    }

    /// Nothing where its function is gone.
    public Optional<Execution> find(OrganizationId organization, ExecutionId id) {
        Instant at = Instant.ofEpochMilli(id.value().getMostSignificantBits() >>> 16);
        if (at.isAfter(LAST_MOMENT)) {
            return Optional.empty();
        }
        return database.inTenant(
                organization,
                handle ->
                        handle.createQuery(
                                        """
                                        select e.* from executions e
                                        join services f on f.id = e.function_id
                                        where e.id = ? and e.started_at between ? and ?\
                                        """)
                                .bind(0, id.value())
                                .bind(1, at.minus(NEAR).atOffset(ZoneOffset.UTC))
                                .bind(2, at.plus(NEAR).atOffset(ZoneOffset.UTC))
                                .map((row, _) -> ExecutionRow.read(row))
                                .findFirst());
    }

    /// Newest first.
    public Page<Execution> list(
            OrganizationId organization,
            ServiceId function,
            ExecutionFilter filter,
            Optional<UUID> after,
            int limit) {
        String sql =
                "select * from executions where function_id = :function"
                        + where(filter, after)
                        + NEWEST;
        return list(organization, sql, "function", function.value(), filter, after, limit);
    }

    /// Of all functions of a project, newest first. Looks at each function once.
    public Page<Execution> list(
            OrganizationId organization,
            ProjectId project,
            ExecutionFilter filter,
            Optional<UUID> after,
            int limit) {
        String sql =
                "select e.* from services f cross join lateral (select * from executions where"
                        + " function_id = f.id"
                        + where(filter, after)
                        + NEWEST
                        + ") e where f.project_id = :project"
                        + NEWEST.replace("by id", "by e.id");
        return list(organization, sql, "project", project.value(), filter, after, limit);
    }

    private Page<Execution> list(
            OrganizationId organization,
            String sql,
            String of,
            UUID id,
            ExecutionFilter filter,
            Optional<UUID> after,
            int limit) {
        List<Execution> found =
                database.inTenant(
                        organization,
                        handle -> {
                            Query query =
                                    handle.createQuery(sql).bind(of, id).bind("limit", limit + 1);
                            after.ifPresent(last -> query.bind("after", last));
                            filter.version().ifPresent(v -> query.bind("version", v));
                            filter.since().ifPresent(s -> query.bind("since", at(s)));
                            filter.until().ifPresent(u -> query.bind("until", at(u)));
                            return query.map((row, _) -> ExecutionRow.read(row)).list();
                        });
        return Page.of(found, limit, e -> e.id().value());
    }

    /// Only what is asked for, so that the planner sees which index fits. A status is one of our
    /// own words; as a literal it opens the index of those that did not succeed.
    private static String where(ExecutionFilter filter, Optional<UUID> after) {
        var sql = new StringBuilder();
        filter.status().ifPresent(s -> sql.append(" and status = '").append(s.name()).append('\''));
        if (filter.status().filter(s -> s != ExecutionStatus.SUCCEEDED).isPresent()) {
            sql.append(" and status <> 'SUCCEEDED'");
        }
        filter.version().ifPresent(_ -> sql.append(" and version = :version"));
        filter.since().ifPresent(_ -> sql.append(" and started_at >= :since"));
        filter.until().ifPresent(_ -> sql.append(" and started_at < :until"));
        after.ifPresent(_ -> sql.append(" and id < :after"));
        return sql.toString();
    }

    private static OffsetDateTime at(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }

    /// Executions of the version that logged something, after the one with id `above`, oldest
    /// first; the newest ones where `above` is empty, newest first. What else the filter says is
    /// for their lines.
    public List<Execution> logged(
            OrganizationId organization,
            ServiceId function,
            LogFilter filter,
            Optional<UUID> above,
            int limit) {
        String sql =
                "select * from executions where function_id = :function and logs is not null"
                        + (filter.version().isPresent() ? " and version = :version" : "")
                        + (above.isPresent() ? " and id > :above order by id" : " order by id desc")
                        + " limit :limit";
        return database.inTenant(
                organization,
                handle -> {
                    Query query =
                            handle.createQuery(sql)
                                    .bind("function", function.value())
                                    .bind("limit", limit);
                    above.ifPresent(id -> query.bind("above", id));
                    filter.version().ifPresent(version -> query.bind("version", version));
                    return query.map((row, _) -> ExecutionRow.read(row)).list();
                });
    }
}
