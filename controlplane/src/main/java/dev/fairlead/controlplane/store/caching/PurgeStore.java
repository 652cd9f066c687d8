package dev.fairlead.controlplane.store.caching;

import dev.fairlead.controlplane.store.Columns;
import dev.fairlead.controlplane.store.Database;
import dev.fairlead.controlplane.store.caching.Purged.Scope;
import dev.fairlead.controlplane.store.caching.Purged.What;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ProjectId;
import dev.fairlead.model.ids.ServiceId;

import org.jdbi.v3.core.mapper.RowMapper;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Purges: told to every server, and to the networks in front of us.
public final class PurgeStore {
    private static final Duration KEPT = Duration.ofDays(7);
    private static final int MOST_AT_ONCE = 10_000;
    private static final RowMapper<Purged> ROW = (row, _) -> read(row);

    private final Database database;
    private final Clock clock;

    public PurgeStore(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /// One that a network has yet to hear of, after so many `tries`.
    public record Due(Purged purge, ProjectId project, int tries) {}

    private static Purged read(ResultSet row) throws SQLException {
        return new Purged(
                row.getLong("id"),
                new ServiceId(Columns.id(row, "service_id")),
                Columns.time(row, "at"),
                new What(
                        Scope.valueOf(text(row, "scope").toUpperCase(Locale.ROOT)),
                        text(row, "host"),
                        text(row, "value")),
                Optional.ofNullable(row.getString("cdn")),
                Optional.ofNullable(row.getString("error")).orElse(""));
    }

    private static String text(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column)).orElse("");
    }

    /// Has them forgotten everywhere; empty where the service is gone.
    public List<Purged> add(OrganizationId organization, ServiceId service, List<What> all) {
        return database.inTenant(
                organization,
                handle -> {
                    var made = new ArrayList<Purged>();
                    for (What what : all) {
                        handle.createQuery(
                                        """
                                        insert into purges (organization_id, project_id, service_id, at,
                                            scope, host, value, cdn, next_at)
                                        select s.organization_id, s.project_id, s.id, :now, :scope,
                                            :host, :value,
                                            (select 'pending' from cdns c where c.project_id = s.project_id),
                                            :now
                                        from services s where s.id = :service
                                        returning *\
                                        """)
                                .bind("now", Columns.at(clock.instant()))
                                .bind("scope", what.scope().word())
                                .bind("host", what.host())
                                .bind("value", what.value())
                                .bind("service", service.value())
                                .map(ROW)
                                .forEach(made::add);
                    }
                    return made;
                });
    }

    /// The newest of a service.
    public List<Purged> list(OrganizationId organization, ServiceId service, int most) {
        return database.inTenant(
                organization,
                handle ->
                        handle.createQuery(
                                        "select * from purges where service_id = ? order by id desc"
                                                + " limit ?")
                                .bind(0, service.value())
                                .bind(1, most)
                                .map(ROW)
                                .list());
    }

    /// All since a moment, of whatever service.
    public List<Purged> since(Instant moment) {
        return database.inInstallation(handle ->
                handle.createQuery("select * from purges where at >= ? order by id limit ?")
                        .bind(0, Columns.at(moment))
                        .bind(1, MOST_AT_ONCE)
                        .map(ROW)
                        .list());
    }

    /// Some of which networks are to hear now; nobody else gets them for a minute.
    public List<Due> due(int most) {
        Instant now = clock.instant();
        return database.inInstallation(handle ->
                handle.createQuery(
                                """
                                update purges set next_at = :later, tries = tries + 1
                                where id in (select id from purges where cdn = 'pending'
                                    and next_at <= :now order by next_at limit :most
                                    for update skip locked)
                                returning *\
                                """)
                        .bind("now", Columns.at(now))
                        .bind("later", Columns.at(now.plus(Duration.ofMinutes(1))))
                        .bind("most", most)
                        .map((row, _) ->
                                new Due(
                                        read(row),
                                        new ProjectId(Columns.id(row, "project_id")),
                                        row.getInt("tries")))
                        .list());
    }

    /// What a network said: `done`, `failed`, or `pending` until `next`.
    public void told(long id, String state, String error, Instant next) {
        database.inInstallation(handle ->
                handle.execute(
                        "update purges set cdn = ?, error = ?, next_at = ? where id = ?",
                        state,
                        error,
                        Columns.at(next),
                        id));
    }

    /// Forgets those of long ago.
    public void expire() {
        database.inInstallation(handle ->
                handle.execute(
                        "delete from purges where at < ?",
                        Columns.at(clock.instant().minus(KEPT))));
    }
}
