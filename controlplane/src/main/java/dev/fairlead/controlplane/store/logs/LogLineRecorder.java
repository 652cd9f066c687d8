package dev.fairlead.controlplane.store.logs;

import dev.fairlead.controlplane.store.DatabaseUnavailable;
import dev.fairlead.controlplane.store.copying.ConnectionSource;
import dev.fairlead.controlplane.store.copying.CopyText;
import dev.fairlead.controlplane.store.copying.CopyWriter;
import dev.fairlead.controlplane.store.copying.RefusedRows;
import dev.fairlead.dataplane.apps.LineSink;
import dev.fairlead.dataplane.apps.PrintedLine;
import dev.fairlead.model.ids.IdText;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/// Writes what containers print in batches. While the database is away whoever brings lines waits,
/// and containers' engines keep theirs. For any thread; one of its own writes.
public final class LogLineRecorder implements LineSink, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LogLineRecorder.class);
    private static final String TABLE = "log_lines";
    private static final String COLUMNS =
            "id, organization_id, function_id, version, part, instance, stream, logged_at, line";
    private static final int WAITING = 4096;
    private static final int BATCH_CHARS = 2 << 20;
    private static final Duration GATHER = Duration.ofMillis(100);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration LAST = Duration.ofSeconds(5);

    private final ConnectionSource source;
    private final Clock clock;
    private final CopyWriter writer;
    private final BlockingQueue<PrintedLine> waiting = new ArrayBlockingQueue<>(WAITING);
    private final Thread writing;
    private volatile boolean open = true;
    private UUID last = new UUID(0, 0);
    private boolean away;

    /// `source` opens a connection, or throws while there is no database.
    public LogLineRecorder(ConnectionSource source, Clock clock) {
        this.source = source;
        this.clock = clock;
        this.writer = new CopyWriter(source, TABLE, COLUMNS);
        this.writing = Thread.ofPlatform().name("log-lines").unstarted(this::write);
    }

    public void start() {
        writing.start();
    }

    @Override
    public void keep(PrintedLine line) throws InterruptedException {
        waiting.put(line);
    }

    @Override
    public Reached reached(String instance) throws InterruptedException {
        while (true) {
            try {
                return ask(instance);
            } catch (SQLException | DatabaseUnavailable e) {
                LOG.debug("how far lines were kept is not known now", e);
                TimeUnit.MILLISECONDS.sleep(RETRY.toMillis());
            }
        }
    }

    private Reached ask(String instance) throws SQLException {
        try (var connection = source.open()) {
            connection.setAutoCommit(false);
            try (var statement = connection.createStatement()) {
                statement.execute("set local fairlead.organization = '*'");
            }
            try (var query =
                    connection.prepareStatement(
                            """
                            select logged_at, count(*) from log_lines where instance = ?
                            group by logged_at order by logged_at desc limit 1\
                            """)) {
                query.setString(1, instance);
                try (var rows = query.executeQuery()) {
                    return rows.next()
                            ? new Reached(
                                    rows.getObject(1, OffsetDateTime.class).toInstant(),
                                    rows.getInt(2))
                            : Reached.NOTHING;
                }
            }
        }
    }

    private void write() {
        try {
            while (open || !waiting.isEmpty()) {
                List<String> batch = batch();
                if (!batch.isEmpty() && !written(batch)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// What comes within a moment of the first line.
    private List<String> batch() throws InterruptedException {
        var batch = new ArrayList<String>();
        PrintedLine first = waiting.poll(GATHER.toMillis(), TimeUnit.MILLISECONDS);
        if (first == null) {
            return batch;
        }
        long end = System.nanoTime() + GATHER.toNanos();
        int chars = 0;
        for (PrintedLine next = first; next != null; ) {
            String row = row(next);
            batch.add(row);
            chars += row.length();
            long left = open ? end - System.nanoTime() : 0;
            next = chars > BATCH_CHARS ? null : waiting.poll(left, TimeUnit.NANOSECONDS);
        }
        return batch;
    }

    private String row(PrintedLine line) {
        var text = new StringBuilder(line.text().length() + 256);
        last = next();
        text.append(last).append('\t').append(line.organization().value());
        text.append('\t').append(line.service().value()).append('\t').append(line.version());
        CopyText.column(text, Optional.of(line.part()));
        CopyText.column(text, Optional.of(line.instance()));
        text.append('\t').append(line.errors() ? "stderr" : "stdout").append('\t');
        text.append(line.at());
        CopyText.column(text, Optional.of(line.text()));
        return text.append('\n').toString();
    }

    /// An id above the last one.
    private UUID next() {
        UUID fresh = IdText.next(clock);
        long before = last.getMostSignificantBits() >>> 16;
        return fresh.getMostSignificantBits() >>> 16 > before
                ? fresh
                : new UUID(last.getMostSignificantBits(), last.getLeastSignificantBits() + 1);
    }

    /// Tries until the database takes it; false where the server stops meanwhile.
    private boolean written(List<String> batch) throws InterruptedException {
        long end = 0;
        boolean again = false;
        while (true) {
            try {
                writer.write(String.join("", batch), again);
                back();
                return true;
            } catch (RefusedRows e) {
                if (batch.size() == 1) {
                    LOG.error("PostgreSQL refuses a line, it is lost", e);
                    return true;
                }
                // One by one, to find out which.
                for (String row : batch) {
                    if (!written(List.of(row))) {
                        return false;
                    }
                }
                return true;
            } catch (DatabaseUnavailable e) {
                gone(e);
                again = true;
                end = end == 0 && !open ? System.nanoTime() + LAST.toNanos() : end;
                if (end != 0 && System.nanoTime() > end) {
                    return false;
                }
                TimeUnit.MILLISECONDS.sleep(RETRY.toMillis());
            }
        }
    }

    private void gone(DatabaseUnavailable e) {
        if (!away) {
            away = true;
            Throwable cause = e.getCause() == null ? e : e.getCause();
            LOG.warn("database away, lines of apps wait cause={}", cause.getMessage());
        }
    }

    private void back() {
        if (away) {
            away = false;
            LOG.info("database back, lines of apps are written again");
        }
    }

    /// Writes what is left, as far as there is a database. What is not written is read again from
    /// the engine after the next start.
    @Override
    public void close() {
        open = false;
        try {
            writing.join(TimeUnit.SECONDS.toMillis(15));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        writer.close();
    }
}
