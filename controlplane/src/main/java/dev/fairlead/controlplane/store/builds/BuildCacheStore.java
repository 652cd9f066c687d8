package dev.fairlead.controlplane.store.builds;

import dev.fairlead.controlplane.store.Database;
import dev.fairlead.controlplane.store.deployments.Deployment;
import dev.fairlead.model.functions.Abi;
import dev.fairlead.model.functions.ContentHash;
import dev.fairlead.model.ids.OrganizationId;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/// What was built before, per organization, by a hash of all that went into it.
public final class BuildCacheStore {
    private final Database database;
    private final Clock clock;

    public BuildCacheStore(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    /// Finds and marks as used.
    public Optional<Deployment.Product> find(OrganizationId organization, ContentHash key) {
        return database.inTenant(
                organization,
                handle ->
                        handle.createQuery(
                                        "update build_cache set used_at = ? where organization_id ="
                                                + " ? and key = ? returning abi, artifact_hash")
                                .bind(0, now())
                                .bind(1, organization.value())
                                .bind(2, key.hex())
                                .map((row, _) ->
                                        new Deployment.Product(
                                                Abi.parse(row.getString("abi")),
                                                new ContentHash(row.getString("artifact_hash"))))
                                .findOne());
    }

    public void put(
            OrganizationId organization, ContentHash key, Deployment.Product product, long bytes) {
        database.inTenant(
                organization,
                handle ->
                        handle.createUpdate(
                                        """
                                        insert into build_cache values (:organization, :key, :abi, :artifact, :bytes,
                                            :now)
                                        on conflict (organization_id, key) do update set abi = excluded.abi,
                                            artifact_hash = excluded.artifact_hash,
                                            artifact_bytes = excluded.artifact_bytes, used_at = excluded.used_at\
                                        """)
                                .bind("organization", organization.value())
                                .bind("key", key.hex())
                                .bind("abi", product.abi().word())
                                .bind("artifact", product.artifact().hex())
                                .bind("bytes", bytes)
                                .bind("now", now())
                                .execute());
    }

    public void remove(OrganizationId organization, ContentHash key) {
        database.inTenant(
                organization,
                handle ->
                        handle.execute(
                                "delete from build_cache where organization_id = ? and key = ?",
                                organization.value(),
                                key.hex()));
    }

    /// Drops what was used longest ago until each organization's artifacts together are at most
    /// `mostBytes`; how many entries went.
    public int shrink(long mostBytes) {
        return database.inInstallation(handle ->
                handle.execute(
                        """
                        delete from build_cache where (organization_id, key) in (
                            select organization_id, key from (
                                select organization_id, key, sum(artifact_bytes) over (
                                    partition by organization_id order by used_at desc, key) as total
                                from build_cache) kept
                            where total > ?)\
                        """,
                        mostBytes));
    }
}
