package dev.fairlead.server;

import dev.fairlead.controlplane.store.DatabaseSettings;
import dev.fairlead.database.EmbeddedPostgres;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// The embedded PostgreSQL for as long as the server runs: started, started again when it dies.
final class DatabaseHost implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseHost.class);

    private final Path home;
    private volatile boolean closing;
    private volatile @Nullable EmbeddedPostgres running;

    DatabaseHost(Path home) {
        this.home = home;
    }

    /// Blocks until it answers.
    DatabaseSettings start() {
        EmbeddedPostgres server = EmbeddedPostgres.start(home);
        running = server;
        watch(server);
        return new DatabaseSettings(
                "127.0.0.1", server.port(), "postgres", server.user(), server.password());
    }

    private void watch(EmbeddedPostgres server) {
        Thread.ofPlatform()
                .name("postgres-watch")
                .daemon()
                .start(() -> {
                    server.onExit().join();
                    for (int wait = 1; !closing; wait = Math.min(30, wait * 2)) {
                        LOG.warn("PostgreSQL ended, starting it again");
                        if (again(server.port())) {
                            return;
                        }
                        pause(wait);
                    }
                });
    }

    private boolean again(int port) {
        try {
            EmbeddedPostgres next = EmbeddedPostgres.start(home, port);
            running = next;
            if (closing) {
                next.close();
            }
            watch(next);
            return true;
        } catch (IllegalStateException e) {
            LOG.error("PostgreSQL does not start", e);
            return false;
        }
    }

    private static void pause(int seconds) {
        try {
            TimeUnit.SECONDS.sleep(seconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    Optional<EmbeddedPostgres> running() {
        return Optional.ofNullable(running);
    }

    @Override
    public void close() {
        closing = true;
        running().ifPresent(EmbeddedPostgres::close);
    }
}
