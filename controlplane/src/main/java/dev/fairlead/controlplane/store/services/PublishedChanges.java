package dev.fairlead.controlplane.store.services;

import dev.fairlead.controlplane.store.Database;
import dev.fairlead.model.ids.ServiceId;

import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Hears from PostgreSQL, on every instance, that what is published of a service may be another.
public final class PublishedChanges implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PublishedChanges.class);
    private static final int LISTEN_MILLIS = 2000;
    private static final String PURGED = "fairlead_purged";

    private final Database database;
    private final Consumer<ServiceId> changed;
    private final Runnable purged;
    private final Runnable missed;
    private volatile boolean closing;

    /// `purged` is run when answers are to be forgotten, `missed` when nothing was heard for a
    /// while: anything may have changed.
    public PublishedChanges(
            Database database, Consumer<ServiceId> changed, Runnable purged, Runnable missed) {
        this.database = database;
        this.changed = changed;
        this.purged = purged;
        this.missed = missed;
    }

    public void start() {
        Thread.ofVirtual().name("published-changes").start(this::follow);
    }

    private void follow() {
        while (!closing) {
            try (Connection connection = database.dedicated();
                    Statement statement = connection.createStatement()) {
                statement.execute("listen fairlead_published; listen " + PURGED);
                missed.run();
                purged.run();
                while (!closing) {
                    statement.execute("select 1");
                    hear(connection.unwrap(PGConnection.class));
                }
            } catch (SQLException | RuntimeException e) {
                if (!closing) {
                    LOG.debug("no word of changed services for now", e);
                    pause();
                }
            }
        }
    }

    private void hear(PGConnection connection) throws SQLException {
        PGNotification[] heard = connection.getNotifications(LISTEN_MILLIS);
        if (Arrays.stream(heard).anyMatch(one -> one.getName().equals(PURGED))) {
            purged.run();
        }
        Arrays.stream(heard)
                .filter(one -> !one.getName().equals(PURGED))
                .map(PGNotification::getParameter)
                .distinct()
                .map(id -> new ServiceId(UUID.fromString(id)))
                .forEach(changed);
    }

    private static void pause() {
        try {
            TimeUnit.SECONDS.sleep(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closing = true;
    }
}
