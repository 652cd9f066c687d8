package dev.fairlead.controlplane.store.executions;

import dev.fairlead.controlplane.store.Database;
import dev.fairlead.controlplane.store.DatabaseUnavailable;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;

/// The days of executions: made ahead, dropped whole when they are too old or there are too many
/// rows. Uses the owner's login, for the runtime's can run no DDL.
public final class ExecutionPartitions {
    private static final String PREFIX = "executions_";
    private static final int DAYS_AHEAD = 3;

    private final Database database;
    private final Clock clock;

    public ExecutionPartitions(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /// How long executions are kept: days, and about how many rows in all. With 0 days none is.
    public record Retention(int days, long rows) {
        public static final Retention DEFAULT = new Retention(30, 50_000_000);

        public boolean none() {
            return days == 0;
        }
    }

    /// Makes the partitions from yesterday to three days ahead.
    public void prepare() {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        asOwner(statement -> {
            for (int ahead = -1; ahead <= DAYS_AHEAD; ahead++) {
                create(statement, today.plusDays(ahead));
            }
            return List.of();
        });
    }

    /// Rows of that day that came before their partition are in the default one and move over.
    private static void create(Statement statement, LocalDate day) throws SQLException {
        try (var there = statement.executeQuery("select to_regclass('" + name(day) + "')")) {
            if (there.next() && there.getString(1) != null) {
                return;
            }
        }
        String from = bound(day);
        String to = bound(day.plusDays(1));
        statement.execute(
                """
                begin;
                select pg_advisory_xact_lock(7206872);
                create table if not exists %1$s (like executions including defaults);
                with moved as (
                    delete from executions_rest where started_at >= '%2$s' and started_at < '%3$s'
                    returning *)
                insert into %1$s select * from moved;
                alter table executions attach partition %1$s for values from ('%2$s') to ('%3$s');
                commit\
                """
                        .formatted(name(day), from, to));
    }

    private static String bound(LocalDate day) {
        return day + " 00:00:00+00";
    }

    private static String name(LocalDate day) {
        return PREFIX + day.format(DateTimeFormatter.BASIC_ISO_DATE);
    }

    /// Drops what `retention` does not keep, whole days only and never today; the names of what
    /// went. Executions of deleted functions go, too.
    public List<String> retain(Retention retention) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        LocalDate oldest = today.minusDays(retention.days());
        return asOwner(statement -> {
            var dropped = new ArrayList<String>();
            long rows = 0;
            for (Day day : days(statement)) {
                rows += day.rows();
                boolean over = day.date().isBefore(oldest) || rows > retention.rows();
                if (over && day.date().isBefore(today)) {
                    statement.execute("drop table " + name(day.date()));
                    dropped.add(name(day.date()));
                }
            }
            statement.execute(
                    "delete from executions_rest where started_at < '" + bound(oldest) + "'");
            purge(statement);
            return dropped;
        });
    }

    /// In pieces that each take a moment. A function's mark stays for an hour, for executions that
    /// were still on their way to the database.
    private void purge(Statement statement) throws SQLException {
        while (statement.executeUpdate(
                        """
                        delete from executions where (id, started_at) in (
                            select e.id, e.started_at from deleted_functions d
                            join executions e on e.function_id = d.id limit 5000)\
                        """)
                > 0) {
            // until none is left
        }
        statement.executeUpdate(
                "delete from deleted_functions where deleted_at < '"
                        + clock.instant().minus(Duration.ofHours(1))
                        + "'");
    }

    private record Day(LocalDate date, long rows) {}

    /// Newest first; future days have no rows. Row counts are PostgreSQL's estimates.
    private static List<Day> days(Statement statement) throws SQLException {
        var days = new ArrayList<Day>();
        try (var rows =
                statement.executeQuery(
                        """
                        select c.relname, greatest(c.reltuples, s.n_live_tup)::bigint
                        from pg_inherits i join pg_class c on c.oid = i.inhrelid
                        left join pg_stat_user_tables s on s.relid = c.oid
                        where i.inhparent = 'executions'::regclass order by c.relname desc\
                        """)) {
            while (rows.next()) {
                String name = rows.getString(1);
                try {
                    var date =
                            LocalDate.parse(
                                    name.substring(PREFIX.length()),
                                    DateTimeFormatter.BASIC_ISO_DATE);
                    days.add(new Day(date, Math.max(0, rows.getLong(2))));
                } catch (DateTimeParseException e) {
                    // the default partition has no day
                }
            }
        }
        return days;
    }

    private interface Work {
        List<String> run(Statement statement) throws SQLException;
    }

    private List<String> asOwner(Work work) {
        try (Connection owner = database.owner();
                Statement statement = owner.createStatement()) {
            return work.run(statement);
        } catch (SQLException e) {
            throw new DatabaseUnavailable("cannot maintain the partitions of executions", e);
        }
    }
}
