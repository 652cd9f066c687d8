package dev.fairlead.controlplane.store.executions;

import dev.fairlead.controlplane.store.DatabaseUnavailable;

import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;

/// Writes executions by COPY on a connection of its own, which does not wait for the disk: a crash
/// of PostgreSQL's machine may lose the last fraction of a second. For one thread.
final class ExecutionWriter implements AutoCloseable {
    private final ConnectionSource source;
    private @Nullable Connection connection;

    ExecutionWriter(ConnectionSource source) {
        this.source = source;
    }

    /// Writes lines of COPY text, all or none. With `again` some may be there already: those are
    /// left.
    void write(String lines, boolean again) {
        try {
            Connection open = connection();
            if (again) {
                copyAgain(open, lines);
            } else {
                copy(open, "executions", lines);
            }
            open.commit();
        } catch (SQLException | IOException e) {
            close();
            throw new DatabaseUnavailable("cannot write executions", e);
        }
    }

    private static void copy(Connection open, String table, String lines)
            throws SQLException, IOException {
        open.unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn(
                        "copy " + table + " (" + ExecutionRow.COLUMNS + ") from stdin",
                        new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)));
    }

    private static void copyAgain(Connection open, String lines) throws SQLException, IOException {
        try (var statement = open.createStatement()) {
            statement.execute("create temporary table replayed (like executions) on commit drop");
            copy(open, "replayed", lines);
            statement.execute(
                    "insert into executions ("
                            + ExecutionRow.COLUMNS
                            + ") select "
                            + ExecutionRow.COLUMNS
                            + " from replayed on conflict do nothing");
        }
    }

    private Connection connection() throws SQLException {
        if (connection == null) {
            Connection fresh = source.open();
            fresh.setAutoCommit(false);
            try (var statement = fresh.createStatement()) {
                statement.execute("set synchronous_commit = off");
                statement.execute("set fairlead.organization = '*'");
            }
            fresh.commit();
            connection = fresh;
        }
        return connection;
    }

    @Override
    public void close() {
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException e) {
                // it is of no use either way
            }
            connection = null;
        }
    }
}
