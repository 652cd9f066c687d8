package dev.fairlead.controlplane.store.days;

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

/// The days of a table: made ahead, dropped whole when they are too old or there are too many rows.
/// Uses the owner's login, for the runtime's can run no DDL.
public final class DayPartitions {
    private static final int DAYS_AHEAD = 3;
    private static final Duration MARKED = Duration.ofHours(3);

    private final Database database;
    private final Clock clock;
    private final String table;
    private final String time;

    /// `table` is divided by its column `time`, and has a partition `TABLE_rest` for what has no
    /// day.
    private DayPartitions(Database database, Clock clock, String table, String time) {
        this.database = database;
        this.clock = clock;
        this.table = table;
        this.time = time;
    }

    public static DayPartitions ofExecutions(Database database, Clock clock) {
        return new DayPartitions(database, clock, "executions", "started_at");
    }

    public static DayPartitions ofLogLines(Database database, Clock clock) {
        return new DayPartitions(database, clock, "log_lines", "logged_at");
    }

    /// How long rows are kept: days, and about how many in all. With 0 days none is.
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
    private void create(Statement statement, LocalDate day) throws SQLException {
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
                create table if not exists %1$s (like %4$s including defaults);
                with moved as (
                    delete from %4$s_rest where %5$s >= '%2$s' and %5$s < '%3$s'
                    returning *)
                insert into %1$s select * from moved;
                alter table %4$s attach partition %1$s for values from ('%2$s') to ('%3$s');
                commit\
                """
                        .formatted(name(day), from, to, table, time));
    }

    private static String bound(LocalDate day) {
        return day + " 00:00:00+00";
    }

    private String name(LocalDate day) {
        return table + "_" + day.format(DateTimeFormatter.BASIC_ISO_DATE);
    }

    /// Drops what `retention` does not keep, whole days only and never today; the names of what
    /// went. Rows of deleted services go, too.
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
                    "delete from " + table + "_rest where " + time + " < '" + bound(oldest) + "'");
            purge(statement);
            return dropped;
        });
    }

    /// In pieces that each take a moment.
    private void purge(Statement statement) throws SQLException {
        String piece =
                """
                delete from %1$s where (id, %2$s) in (
                    select e.id, e.%2$s from deleted_functions d
                    join %1$s e on e.function_id = d.id limit 5000)\
                """
                        .formatted(table, time);
        while (statement.executeUpdate(piece) > 0) {
            // until none is left
        }
    }

    /// Forgets which services were deleted, once every table was rid of their rows. A mark stays
    /// for hours, for rows that were still on their way to the database.
    public void forgetDeleted() {
        String before = clock.instant().minus(MARKED).toString();
        asOwner(statement -> {
            statement.executeUpdate(
                    "delete from deleted_functions where deleted_at < '" + before + "'");
            return List.of();
        });
    }

    private record Day(LocalDate date, long rows) {}

    /// Newest first; future days have no rows. Row counts are PostgreSQL's estimates.
    private List<Day> days(Statement statement) throws SQLException {
        var days = new ArrayList<Day>();
        try (var rows =
                statement.executeQuery(
                        """
                        select c.relname, greatest(c.reltuples, s.n_live_tup)::bigint
                        from pg_inherits i join pg_class c on c.oid = i.inhrelid
                        left join pg_stat_user_tables s on s.relid = c.oid
                        where i.inhparent = '%s'::regclass order by c.relname desc\
                        """
                                .formatted(table))) {
            while (rows.next()) {
                String name = rows.getString(1);
                try {
                    var date =
                            LocalDate.parse(
                                    name.substring(table.length() + 1),
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
            throw new DatabaseUnavailable("cannot maintain the partitions of " + table, e);
        }
    }
}
