package dev.fairlead.controlplane.store;

import dev.fairlead.database.EmbeddedPostgres;
import dev.fairlead.model.ids.OrganizationId;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;

/// One real PostgreSQL for a test run, and a database of its own for whoever asks.
public final class TestPostgres {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final EmbeddedPostgres SERVER = start();
    private static final String MIGRATED = migratedOnce();

    private TestPostgres() {}

    private static EmbeddedPostgres start() {
        Path home = home();
        EmbeddedPostgres server = EmbeddedPostgres.start(home);
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(() -> {
                            server.close();
                            remove(home);
                        }));
        return server;
    }

    /// What databases with today's schema are copied from: its migrations take seconds.
    private static String migratedOnce() {
        onPostgres("alter system set fsync = off");
        onPostgres("select pg_reload_conf()");
        String name = "migrated";
        onPostgres("create database " + name);
        try (var database = new Database(settings(name))) {
            database.migrate();
        }
        return name;
    }

    private static void onPostgres(String statement) {
        DatabaseSettings main = settings("postgres");
        try (Connection owner =
                        DriverManager.getConnection(main.jdbcUrl(), main.user(), main.password());
                var one = owner.createStatement()) {
            one.execute(statement);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /// A folder that the user PostgreSQL runs as can reach.
    public static Path home() {
        try {
            return Files.createTempDirectory(
                    "fairlead-test",
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwxr-xr-x")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static void remove(Path folder) {
        try {
            new ProcessBuilder("rm", "-rf", folder.toString()).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// A new database without a schema.
    public static DatabaseSettings empty() {
        String name = nextName();
        onPostgres("create database " + name);
        return settings(name);
    }

    private static String nextName() {
        return "test_" + ProcessHandle.current().pid() + "_" + COUNT.incrementAndGet();
    }

    private static DatabaseSettings settings(String database) {
        return new DatabaseSettings(
                "127.0.0.1", SERVER.port(), database, SERVER.user(), SERVER.password());
    }

    /// A new database with today's schema.
    public static Database migrated() {
        String name = nextName();
        onPostgres("create database " + name + " template " + MIGRATED);
        return new Database(settings(name));
    }

    /// An organization that is not the first.
    public static OrganizationId organization(Database database, String name) {
        var id = OrganizationId.next(Clock.systemUTC());
        database.inInstallation(handle ->
                handle.execute("insert into organizations values (?, ?, now())", id.value(), name));
        return id;
    }
}
