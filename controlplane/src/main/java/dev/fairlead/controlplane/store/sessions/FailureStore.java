package dev.fairlead.controlplane.store.sessions;

import dev.fairlead.controlplane.store.Columns;
import dev.fairlead.controlplane.store.Database;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Counts what failed for a subject within a window, on all instances together.
public final class FailureStore {
    private final Database database;
    private final Clock clock;

    public FailureStore(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    private record Counted(int count, Instant since) {}

    /// Counts a try before it is known how it ends. Empty when it may be made, else how long to
    /// wait.
    public Optional<Duration> count(String subject, int most, Duration window) {
        Instant now = clock.instant();
        Counted counted =
                database.inInstallation(handle ->
                        handle.createQuery(
                                        """
                                        insert into failures as f (subject, count, since)
                                        values (:subject, 1, :now)
                                        on conflict (subject) do update set
                                            count = case when f.since <= :window then 1
                                                else least(f.count, :most) + 1 end,
                                            since = case when f.since <= :window then :now
                                                else f.since end
                                        returning count, since\
                                        """)
                                .bind("subject", subject)
                                .bind("now", Columns.at(now))
                                .bind("window", Columns.at(now.minus(window)))
                                .bind("most", most)
                                .map((row, _) ->
                                        new Counted(
                                                row.getInt("count"), Columns.time(row, "since")))
                                .one());
        return counted.count() <= most
                ? Optional.empty()
                : Optional.of(Duration.between(now, counted.since().plus(window)));
    }

    /// It did not fail after all.
    public void forgive(String subject) {
        database.inInstallation(
                handle -> handle.execute("delete from failures where subject = ?", subject));
    }

    public int purge(Instant before) {
        return database.inInstallation(handle ->
                handle.execute("delete from failures where since < ?", Columns.at(before)));
    }
}
