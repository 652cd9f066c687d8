package dev.fairlead.endtoend;

import dev.fairlead.controlplane.store.Database;
import dev.fairlead.controlplane.store.DatabaseSettings;
import dev.fairlead.database.EmbeddedPostgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;

/// What a PostgreSQL of one's own is after its first start, made once: installations get a copy of
/// it, and need not unpack, initialize and migrate theirs. It does not wait for the disk, since no
/// test takes the machine's power.
final class FreshPostgres {
    private static final Path MADE = make();

    private FreshPostgres() {}

    private static Path make() {
        try {
            Path folder = Files.createTempDirectory("fairlead-postgres");
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            Path home = folder.resolve("postgres");
            try (var server = EmbeddedPostgres.start(home)) {
                migrate(server);
            }
            return home;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void migrate(EmbeddedPostgres server) throws SQLException {
        var settings =
                new DatabaseSettings(
                        "127.0.0.1", server.port(), "postgres", server.user(), server.password());
        try (var database = new Database(settings)) {
            database.migrate();
            try (var owner = database.owner();
                    var statement = owner.createStatement()) {
                statement.execute("alter system set fsync = off");
            }
        }
    }

    /// Makes `home`, which is not there, the home of one.
    static void at(Path home) {
        try (Stream<Path> parts = Files.list(MADE)) {
            Files.createDirectories(home);
            for (Path part : parts.toList()) {
                // Programs are the same file for all; who owns the data has to stay.
                boolean programs = part.getFileName().toString().startsWith("pgsql-");
                copy(List.of("cp", programs ? "-al" : "-a", part.toString(), home.toString()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void copy(List<String> command) throws IOException, InterruptedException {
        int code = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (code != 0) {
            throw new IOException("cannot copy: " + command);
        }
    }
}
