package dev.fairlead.controlplane.store.copying;

import dev.fairlead.controlplane.store.Database;
import dev.fairlead.controlplane.store.DatabaseUnavailable;

import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;

/// Writes rows of one table by COPY on a connection of its own, which does not wait for the disk: a
/// crash of PostgreSQL's machine may lose the last fraction of a second. For one thread.
public final class CopyWriter implements AutoCloseable {
    private final ConnectionSource source;
    private final String table;
    private final String columns;
    private @Nullable Connection connection;
    private boolean staged;

    /// `columns` are those of each line, in its order, divided by commas.
    public CopyWriter(ConnectionSource source, String table, String columns) {
        this.source = source;
        this.table = table;
        this.columns = columns;
    }

    /// Writes lines of COPY text, all or none, and answers how many are new. With `again` some may
    /// be there already, and their commit waits for the disk.
    public long write(String lines, boolean again) {
        try {
            Connection open = connection();
            long rows = again || staged ? copyAside(open, lines, again) : copy(open, table, lines);
            open.commit();
            return rows;
        } catch (SQLException | IOException e) {
            close();
            if (e instanceof SQLException && !Database.gone(e)) {
                throw new RefusedRows(e);
            }
            throw new DatabaseUnavailable("cannot write " + table, e);
        }
    }

    private long copy(Connection open, String into, String lines) throws SQLException, IOException {
        return open.unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn(
                        "copy " + into + " (" + columns + ") from stdin",
                        new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)));
    }

    private long copyAside(Connection open, String lines, boolean again)
            throws SQLException, IOException {
        try (var statement = open.createStatement()) {
            if (again) {
                statement.execute("set local synchronous_commit = on");
            }
            copy(open, "incoming", lines);
            return statement.executeUpdate(
                    "insert into %1$s (%2$s) select %2$s from incoming on conflict do nothing"
                            .formatted(table, columns));
        }
    }

    private Connection connection() throws SQLException {
        if (connection == null) {
            Connection fresh = source.open();
            try {
                staged = prepare(fresh);
            } catch (SQLException e) {
                fresh.close();
                throw e;
            }
            connection = fresh;
        }
        return connection;
    }

    /// Whether this login's COPY needs a table aside, see `row_security_active`.
    private boolean prepare(Connection fresh) throws SQLException {
        fresh.setAutoCommit(false);
        try (var statement = fresh.createStatement()) {
            statement.execute("set synchronous_commit = off");
            statement.execute("set fairlead.organization = '*'");
            statement.execute(
                    "create temporary table incoming (like " + table + ") on commit delete rows");
            try (var rows = statement.executeQuery("select row_security_active('" + table + "')")) {
                boolean active = rows.next() && rows.getBoolean(1);
                fresh.commit();
                return active;
            }
        }
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
