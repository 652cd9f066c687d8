package dev.fairlead.controlplane.store.domains;

import dev.fairlead.controlplane.store.Database;
import dev.fairlead.controlplane.store.DatabaseUnavailable;

import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;

/// Hears from PostgreSQL, on every instance, that something about domains changed; and now and then
/// looks without having heard.
public final class HostChanges implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HostChanges.class);
    private static final int LISTEN_MILLIS = 2000;

    private final Database database;
    private final Runnable look;
    private volatile boolean closing;

    /// `look` is run after each change, and every other second.
    public HostChanges(Database database, Runnable look) {
        this.database = database;
        this.look = look;
    }

    public void start() {
        Thread.ofVirtual().name("host-changes").start(this::follow);
    }

    private void follow() {
        while (!closing) {
            try (Connection connection = database.dedicated();
                    Statement statement = connection.createStatement()) {
                statement.execute("listen fairlead_hosts");
                PGConnection listening = connection.unwrap(PGConnection.class);
                while (!closing) {
                    look.run();
                    listening.getNotifications(LISTEN_MILLIS);
                }
            } catch (SQLException | DatabaseUnavailable e) {
                LOG.debug("no word of changed domains for now", e);
                pause();
            }
        }
    }

    private void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(closing ? 0 : LISTEN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closing = true;
    }
}
