package dev.fairlead.controlplane.store.keys;

import dev.fairlead.controlplane.store.Database;
import dev.fairlead.model.ids.KeyId;
import dev.fairlead.model.ids.OrganizationId;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;

/// Keys. Their text is never here: only its SHA-256, which suffices for 256 random bits.
public final class KeyStore {
    private final Database database;
    private final Clock clock;

    public KeyStore(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /// A key that opens.
    public record Key(KeyId id, OrganizationId organization, String name) {}

    public Key create(OrganizationId organization, String name, String hash) {
        var id = KeyId.next(clock);
        database.inTenant(
                organization,
                handle ->
                        handle.execute(
                                "insert into keys (id, organization_id, name, hash, created_at)"
                                        + " values (?, ?, ?, ?, ?)",
                                id.value(),
                                organization.value(),
                                name,
                                hash,
                                clock.instant().atOffset(ZoneOffset.UTC)));
        return new Key(id, organization, name);
    }

    /// The key with this hash, unless it was revoked.
    public Optional<Key> find(String hash) {
        return database.inInstallation(handle ->
                handle.createQuery(
                                "select id, organization_id, name from keys"
                                        + " where hash = ? and revoked_at is null")
                        .bind(0, hash)
                        .map((row, _) ->
                                new Key(
                                        new KeyId(row.getObject("id", UUID.class)),
                                        new OrganizationId(
                                                row.getObject("organization_id", UUID.class)),
                                        row.getString("name")))
                        .findOne());
    }

    public boolean any() {
        return database.inInstallation(handle ->
                handle.createQuery("select exists (select from keys)").mapTo(Boolean.class).one());
    }
}
