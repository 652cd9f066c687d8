package dev.fairlead.endtoend;

import dev.fairlead.database.EmbeddedPostgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/// A PostgreSQL for several instances of one installation.
final class SharedPostgres implements AutoCloseable {
    private final EmbeddedPostgres postgres = EmbeddedPostgres.start(home());
    private final Map<String, String> environment;

    /// Its instances have these settings besides its address.
    SharedPostgres(Map<String, String> more) {
        environment = new HashMap<>(more);
        environment.put(
                "FAIRLEAD_DATABASE_URL",
                "postgres://%s:%s@127.0.0.1:%d/postgres"
                        .formatted(postgres.user(), postgres.password(), postgres.port()));
    }

    private static Path home() {
        try {
            Path home = Files.createTempDirectory("fairlead-shared");
            Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
            Path postgres = home.resolve("postgres");
            FreshPostgres.at(postgres);
            return postgres;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Installation first() {
        return first(Clock.systemUTC());
    }

    Installation first(Clock clock) {
        return Installation.fresh(environment, clock).ready();
    }

    /// By the login that owns everything.
    private Connection connect() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + postgres.port() + "/postgres",
                postgres.user(),
                postgres.password());
    }

    /// Has a recurring job run once, now: nobody turns the clock that it goes by.
    void hurry(String job) {
        String where = " where task_name = '" + job + "'";
        var before = new AtomicReference<String>("");
        Installation.await(
                () -> {
                    Optional<String> rested =
                            first(
                                    "update scheduled_tasks set execution_time = now()"
                                            + where
                                            + " and not picked and last_success is not null"
                                            + " returning last_success::text");
                    rested.ifPresent(before::set);
                    return rested.isPresent();
                },
                job + " to rest");
        Installation.await(
                () ->
                        first("select last_success::text from scheduled_tasks" + where)
                                .filter(now -> !now.equals(before.get()))
                                .isPresent(),
                job + " to run");
    }

    /// The first column of the first row.
    private Optional<String> first(String sql) {
        try (var connection = connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /// One more: instances of one installation have one master key, and the artifacts that are
    /// there by now.
    Installation beside(Installation first) {
        return beside(first, Map.of());
    }

    /// The same, with settings of its own.
    Installation beside(Installation first, Map<String, String> own) {
        var all = new HashMap<>(environment);
        all.putAll(own);
        return Installation.fresh(
                        all,
                        data -> {
                            copy(first.data().resolve("master-key"), data.resolve("master-key"));
                            copy(first.data().resolve("artifacts"), data.resolve("artifacts"));
                        })
                .ready();
    }

    private static void copy(Path from, Path to) {
        if (!Files.exists(from)) {
            return;
        }
        try (Stream<Path> all = Files.walk(from)) {
            for (Path one : all.toList()) {
                Files.copy(
                        one,
                        to.resolve(from.relativize(one).toString()),
                        StandardCopyOption.COPY_ATTRIBUTES);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        postgres.close();
    }
}
