package dev.fairlead.controlplane.store.executions;

import dev.fairlead.controlplane.store.Database;
import dev.fairlead.controlplane.store.Page;
import dev.fairlead.model.executions.Execution;
import dev.fairlead.model.ids.ExecutionId;
import dev.fairlead.model.ids.FunctionId;
import dev.fairlead.model.ids.OrganizationId;

import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Reads executions. Ids begin with their millisecond, so an id finds its day's partition and a
/// function's newest ones are the head of an index.
public final class ExecutionStore {
    private static final String LIST =
            """
            select * from executions
            where function_id = :function
              and (:after::uuid is null or id < :after::uuid)
              and (:status::text is null or status = :status::text)
              and (:version::int is null or version = :version::int)
              and (:since::timestamptz is null or started_at >= :since::timestamptz)
              and (:until::timestamptz is null or started_at < :until::timestamptz)
            order by id desc limit :limit\
            """;
    private static final String LOGGED =
            """
            select * from executions
            where function_id = :function and logs is not null and (:above::uuid is null or id > :above::uuid)
            """;

    private final Database database;

    public ExecutionStore(Database database) {
        this.database = database;
    }

    public Optional<Execution> find(OrganizationId organization, ExecutionId id) {
        Instant at = Instant.ofEpochMilli(id.value().getMostSignificantBits() >>> 16);
        return database.inTenant(
                organization,
                handle ->
                        handle.createQuery(
                                        "select * from executions where id = ? and started_at >= ?"
                                                + " and started_at < ?")
                                .bind(0, id.value())
                                .bind(1, at.minusSeconds(60).atOffset(ZoneOffset.UTC))
                                .bind(2, at.plusSeconds(60).atOffset(ZoneOffset.UTC))
                                .map((row, _) -> ExecutionRow.read(row))
                                .findOne());
    }

    /// Newest first.
    public Page<Execution> list(
            OrganizationId organization,
            FunctionId function,
            ExecutionFilter filter,
            Optional<UUID> after,
            int limit) {
        List<Execution> found =
                database.inTenant(
                        organization,
                        handle -> {
                            Query query =
                                    handle.createQuery(LIST)
                                            .bind("function", function.value())
                                            .bind("after", after.orElse(null))
                                            .bind(
                                                    "status",
                                                    filter.status().map(Enum::name).orElse(null))
                                            .bind("version", filter.version().orElse(null))
                                            .bind("since", at(filter.since()))
                                            .bind("until", at(filter.until()))
                                            .bind("limit", limit + 1);
                            return query.map((row, _) -> ExecutionRow.read(row)).list();
                        });
        return Page.of(found, limit, e -> e.id().value());
    }

    private static @Nullable OffsetDateTime at(Optional<Instant> time) {
        return time.isPresent() ? time.get().atOffset(ZoneOffset.UTC) : null;
    }

    /// Executions that logged something, after the one with id `above`, oldest first; the newest
    /// ones where `above` is empty, newest first.
    public List<Execution> logged(
            OrganizationId organization, FunctionId function, Optional<UUID> above, int limit) {
        return database.inTenant(
                organization,
                handle ->
                        handle.createQuery(
                                        LOGGED
                                                + (above.isPresent()
                                                        ? "order by id asc limit :limit"
                                                        : "order by id desc limit :limit"))
                                .bind("function", function.value())
                                .bind("above", above.orElse(null))
                                .bind("limit", limit)
                                .map((row, _) -> ExecutionRow.read(row))
                                .list());
    }
}
