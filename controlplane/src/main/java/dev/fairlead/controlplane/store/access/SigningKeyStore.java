package dev.fairlead.controlplane.store.access;

import dev.fairlead.controlplane.store.Columns;
import dev.fairlead.controlplane.store.Database;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// Sealed keys for access tokens.
public final class SigningKeyStore {
    /// Instances that find none at the same time make one.
    private static final int LOCK = 7206872;

    private final Database database;
    private final Clock clock;

    public SigningKeyStore(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /// A key as it is kept.
    public record Row(UUID id, ByteBuffer sealed) {
        @Override
        public String toString() {
            return "Row[" + id + "]";
        }
    }

    /// All keys, the newest first; adds `sealed` where the newest is older than `since`.
    public List<Row> ensure(byte[] sealed, Instant since) {
        return database.inInstallation(handle -> {
            handle.execute("select pg_advisory_xact_lock(?)", LOCK);
            handle.execute(
                    "insert into signing_keys (id, sealed, created_at) select ?, ?, ?"
                            + " where not exists (select from signing_keys where created_at > ?)",
                    UUID.randomUUID(),
                    sealed,
                    Columns.at(clock.instant()),
                    Columns.at(since));
            return handle.createQuery(
                            "select id, sealed from signing_keys order by created_at desc")
                    .map((row, _) ->
                            new Row(Columns.id(row, "id"), ByteBuffer.wrap(row.getBytes("sealed"))))
                    .list();
        });
    }

    public int purge(Instant before) {
        return database.inInstallation(handle ->
                handle.execute(
                        "delete from signing_keys where created_at < ?", Columns.at(before)));
    }
}
