package dev.fairlead.server.upkeep;

import dev.fairlead.controlplane.store.Database;
import dev.fairlead.controlplane.store.days.DayPartitions;
import dev.fairlead.controlplane.store.days.DayPartitions.Retention;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.util.List;
import java.util.Map;

/// The tables that grow by the day, and how long their rows are kept.
public final class Days {
    private static final Logger LOG = LoggerFactory.getLogger(Days.class);

    private final Map<DayPartitions, Retention> tables;
    private final DayPartitions first;

    /// Keeps `executions` and `lines` of apps for so long.
    public Days(Database database, Clock clock, Retention executions, Retention lines) {
        this.first = DayPartitions.ofExecutions(database, clock);
        this.tables = Map.of(first, executions, DayPartitions.ofLogLines(database, clock), lines);
    }

    /// Makes the days to come.
    public void prepare() {
        tables.keySet().forEach(DayPartitions::prepare);
    }

    /// Makes the days to come, and drops those that are over.
    void keep() {
        prepare();
        tables.forEach((table, retention) -> {
            List<String> dropped = table.retain(retention);
            if (!dropped.isEmpty()) {
                LOG.info("days dropped tables={}", dropped);
            }
        });
        first.forgetDeleted();
    }
}
