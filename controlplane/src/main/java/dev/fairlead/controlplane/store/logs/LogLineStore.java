package dev.fairlead.controlplane.store.logs;

import dev.fairlead.controlplane.store.Database;
import dev.fairlead.controlplane.store.Page;
import dev.fairlead.dataplane.apps.PrintedLine;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ServiceId;

import org.jdbi.v3.core.statement.Query;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/// Reads what instances printed.
public final class LogLineStore {
    private static final int MOST_SEARCHED = 1_000_000;

    private final Database database;

    public LogLineStore(Database database) {
        this.database = database;
    }

    /// Newest first, those before `after`, of the newest million there.
    public Page<StoredLine> newest(
            OrganizationId organization,
            ServiceId service,
            LogFilter filter,
            Optional<UUID> after,
            int limit) {
        String sql =
                "select * from (select * from log_lines where function_id = :service"
                        + (filter.since().isPresent() ? " and logged_at >= :since" : "")
                        + (after.isPresent() ? " and id < :edge" : "")
                        + " order by id desc limit "
                        + MOST_SEARCHED
                        + ") as searched where true"
                        + where(filter)
                        + " order by id desc limit :limit";
        List<StoredLine> found =
                find(
                        organization,
                        service,
                        sql,
                        query -> {
                            query.bind("limit", limit + 1);
                            after.ifPresent(id -> query.bind("edge", id));
                            bind(query, filter);
                        });
        return Page.of(found, limit, StoredLine::id);
    }

    /// Oldest first, those after `last`, whatever they say.
    public List<StoredLine> after(
            OrganizationId organization, ServiceId service, UUID last, int limit) {
        String sql =
                "select * from log_lines where function_id = :service and id > :edge order by id"
                        + " limit :limit";
        return find(
                organization, service, sql, query -> query.bind("limit", limit).bind("edge", last));
    }

    private List<StoredLine> find(
            OrganizationId organization, ServiceId service, String sql, Consumer<Query> binding) {
        return database.inTenant(
                organization,
                handle -> {
                    Query query = handle.createQuery(sql).bind("service", service.value());
                    binding.accept(query);
                    return query.map((row, _) -> read(row)).list();
                });
    }

    private static void bind(Query query, LogFilter filter) {
        filter.version().ifPresent(version -> query.bind("version", version));
        filter.instance().ifPresent(instance -> query.bind("instance", instance));
        filter.since().ifPresent(since -> query.bind("since", since.atOffset(ZoneOffset.UTC)));
        filter.text().ifPresent(text -> query.bind("text", text));
    }

    private static String where(LogFilter filter) {
        var sql = new StringBuilder();
        filter.version().ifPresent(_ -> sql.append(" and version = :version"));
        filter.instance().ifPresent(_ -> sql.append(" and instance = :instance"));
        filter.text().ifPresent(_ -> sql.append(" and position(lower(:text) in lower(line)) > 0"));
        return sql.toString();
    }

    private static StoredLine read(ResultSet row) throws SQLException {
        return new StoredLine(
                row.getObject("id", UUID.class),
                new PrintedLine(
                        new OrganizationId(row.getObject("organization_id", UUID.class)),
                        new ServiceId(row.getObject("function_id", UUID.class)),
                        row.getInt("version"),
                        row.getString("part"),
                        row.getString("instance"),
                        row.getString("stream").equals("stderr"),
                        row.getObject("logged_at", OffsetDateTime.class).toInstant(),
                        row.getString("line")));
    }
}
