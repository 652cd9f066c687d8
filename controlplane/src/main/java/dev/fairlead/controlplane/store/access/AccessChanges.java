package dev.fairlead.controlplane.store.access;

import dev.fairlead.controlplane.store.Database;

import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Hears from PostgreSQL, on every instance, that somebody's rights changed. Several times a second
/// it makes sure that it would have heard: what is remembered holds only as long as that succeeds.
public final class AccessChanges implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AccessChanges.class);
    private static final int LISTEN_MILLIS = 200;

    /// So old a certainty is still one: a revocation is heard within this time, or nothing holds.
    private static final Duration CERTAIN = Duration.ofMillis(800);

    private final Database database;
    private final AtomicLong epoch = new AtomicLong();
    private volatile long certainAt;
    private volatile boolean ever;
    private volatile boolean closing;

    public AccessChanges(Database database) {
        this.database = database;
    }

    public void start() {
        Thread.ofVirtual().name("access-changes").start(this::follow);
    }

    /// Counts changes: what was remembered in an earlier epoch is forgotten.
    public long epoch() {
        return epoch.get();
    }

    /// Whether nothing can have changed unheard.
    public boolean certain() {
        return ever && System.nanoTime() - certainAt < CERTAIN.toNanos();
    }

    /// Something changed here: this instance need not wait for word of it.
    public void changed() {
        epoch.incrementAndGet();
    }

    private void follow() {
        while (!closing) {
            try (Connection connection = database.dedicated();
                    Statement statement = connection.createStatement()) {
                statement.execute("listen fairlead_access");
                // Whatever changed before it listened was not heard.
                changed();
                listen(connection.unwrap(PGConnection.class), statement);
            } catch (SQLException e) {
                if (!closing) {
                    LOG.debug("no word of changed rights for now", e);
                    pause();
                }
            }
        }
    }

    private void listen(PGConnection connection, Statement statement) throws SQLException {
        while (!closing) {
            long asked = System.nanoTime();
            statement.execute("select 1");
            if (connection.getNotifications().length > 0) {
                changed();
            }
            certainAt = asked;
            ever = true;
            if (connection.getNotifications(LISTEN_MILLIS).length > 0) {
                changed();
            }
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(LISTEN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closing = true;
    }
}
