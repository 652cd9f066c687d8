package dev.fairlead.controlplane.store.sealing;

import dev.fairlead.controlplane.store.Columns;
import dev.fairlead.controlplane.store.Database;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

/// For which master keys somebody wanted everything sealed anew, and when that ended.
public final class ReencryptionStore {
    private final Database database;
    private final Clock clock;

    public ReencryptionStore(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /// When it was asked for, and when it ended.
    public record Wish(Instant requestedAt, Optional<Instant> finishedAt) {}

    public Optional<Wish> find(String keyId) {
        return database.inInstallation(handle ->
                handle.createQuery("select * from reencryptions where key_id = ?")
                        .bind(0, keyId)
                        .map((row, _) ->
                                new Wish(
                                        Columns.time(row, "requested_at"),
                                        Columns.optionalTime(row, "finished_at")))
                        .findOne());
    }

    public void request(String keyId) {
        database.inInstallation(handle ->
                handle.execute(
                        "insert into reencryptions (key_id, requested_at) values (?, ?) on conflict"
                                + " (key_id) do update set requested_at = excluded.requested_at,"
                                + " finished_at = null",
                        keyId,
                        clock.instant().atOffset(ZoneOffset.UTC)));
    }

    public void finish(String keyId) {
        database.inInstallation(handle ->
                handle.execute(
                        "update reencryptions set finished_at = ? where key_id = ? and finished_at"
                                + " is null",
                        clock.instant().atOffset(ZoneOffset.UTC),
                        keyId));
    }
}
