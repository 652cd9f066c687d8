package dev.fairlead.controlplane.store.limits;

import dev.fairlead.controlplane.store.Database;
import dev.fairlead.controlplane.store.DatabaseUnavailable;
import dev.fairlead.dataplane.limits.SharedBudget;

import org.jdbi.v3.core.Handle;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// The budget that instances share, by the database's clock. An instance counts for ten seconds
/// after it was heard of last.
public final class SharedBudgetStore implements SharedBudget {
    private static final int ROUNDS_BETWEEN_SWEEPS = 100;

    private final Database database;
    private final UUID instance = UUID.randomUUID();
    private int rounds;

    public SharedBudgetStore(Database database) {
        this.database = database;
    }

    @Override
    public Optional<Settled> settle(List<Taken> taken) {
        try {
            return Optional.of(database.inInstallation(handle -> settle(handle, taken)));
        } catch (DatabaseUnavailable e) {
            return Optional.empty();
        }
    }

    private Settled settle(Handle handle, List<Taken> taken) {
        handle.createUpdate(
                        """
                        insert into rate_instances values (:id, now())
                        on conflict (id) do update set seen_at = now()\
                        """)
                .bind("id", instance)
                .execute();
        int instances =
                handle.createQuery(
                                """
                                select count(*) from rate_instances
                                where seen_at > now() - interval '10 seconds'\
                                """)
                        .mapTo(Integer.class)
                        .one();
        if (rounds++ % ROUNDS_BETWEEN_SWEEPS == 0) {
            sweep(handle);
        }
        return new Settled(instances, taken.isEmpty() ? Map.of() : debts(handle, taken));
    }

    /// In the order of keys, so that two instances never wait for each other in a circle.
    private static Map<String, Duration> debts(Handle handle, List<Taken> taken) {
        List<Taken> ordered = taken.stream().sorted((a, b) -> a.key().compareTo(b.key())).toList();
        var debts = new HashMap<String, Duration>();
        handle.createQuery(
                        """
                        insert into rate_budgets as b (key, full_at, taken)
                        select key, now() + (cost - ago) * interval '1 microsecond',
                            cost * interval '1 microsecond'
                        from unnest(:keys, :costs, :agos) as told (key, cost, ago)
                        on conflict (key) do update set
                            full_at = greatest(b.full_at + excluded.taken, excluded.full_at),
                            taken = excluded.taken
                        returning key, extract(epoch from full_at - now()) * 1000000 as debt\
                        """)
                .bindArray("keys", String.class, ordered.stream().map(Taken::key).toList())
                .bindArray("costs", Long.class, micros(ordered, true))
                .bindArray("agos", Long.class, micros(ordered, false))
                .map((row, _) -> Map.entry(row.getString("key"), row.getLong("debt")))
                .forEach(row ->
                        debts.put(
                                row.getKey(),
                                Duration.of(Math.max(0, row.getValue()), ChronoUnit.MICROS)));
        return debts;
    }

    private static List<Long> micros(List<Taken> taken, boolean cost) {
        return taken.stream().map(one -> (cost ? one.cost() : one.ago()).toNanos() / 1000).toList();
    }

    private static void sweep(Handle handle) {
        handle.execute("delete from rate_budgets where full_at < now()");
        handle.execute("delete from rate_instances where seen_at < now() - interval '1 hour'");
    }
}
