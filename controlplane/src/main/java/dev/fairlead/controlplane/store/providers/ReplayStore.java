package dev.fairlead.controlplane.store.providers;

import dev.fairlead.controlplane.store.Columns;
import dev.fairlead.controlplane.store.Database;
import dev.fairlead.identity.external.ProviderId;
import dev.fairlead.identity.external.ReplayMemory;
import dev.fairlead.model.functions.ContentHash;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;

/// What was used once, on whatever instance of this installation.
public final class ReplayStore implements ReplayMemory {
    private final Database database;
    private final Clock clock;

    public ReplayStore(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /// By the hash of `id`, which a provider makes as long as it likes.
    @Override
    public boolean remember(ProviderId provider, String id, Instant until) {
        return database.inInstallation(handle ->
                handle.execute(
                                "insert into replays (provider, id, until) values (?, ?, ?)"
                                        + " on conflict do nothing",
                                provider.text(),
                                ContentHash.of(id.getBytes(StandardCharsets.UTF_8)).hex(),
                                Columns.at(until))
                        == 1);
    }

    public int purge() {
        return database.inInstallation(handle ->
                handle.execute("delete from replays where until < ?", Columns.at(clock.instant())));
    }
}
