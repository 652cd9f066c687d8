package dev.fairlead.controlplane.store.idempotency;

import dev.fairlead.controlplane.store.Database;
import dev.fairlead.model.ids.OrganizationId;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;

/// Keys that callers gave requests they may repeat, and what the first was answered with.
public final class IdempotencyStore {
    private static final Duration KEPT = Duration.ofHours(24);

    /// A claim that nobody renews for so long belongs to a process that is gone.
    public static final Duration LEASE = Duration.ofSeconds(60);

    private static final String OF_CLAIM =
            " where organization_id = ? and key = ? and claim = ? and status is null";

    private final Database database;
    private final Clock clock;

    public IdempotencyStore(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /// What became of a wish to be the first.
    public sealed interface Claim {
        /// This is the first: answer it, then `finish` or `abandon` with this id.
        record First(UUID id) implements Claim {}

        /// The first is being answered.
        record InProgress() implements Claim {}

        /// The first was answered.
        record Done(Remembered answer) implements Claim {}
    }

    /// An answer and the fingerprint of its request. `headers` is one `name: value` a line.
    public record Remembered(String fingerprint, int status, String headers, String body) {}

    /// Takes a key that nobody has, or that is of yesterday, or whose claim ran out.
    public Claim claim(OrganizationId organization, String key) {
        Instant now = clock.instant();
        var id = UUID.randomUUID();
        return database.inTenant(
                organization,
                handle -> {
                    boolean taken =
                            handle.createUpdate(
                                                    """
                                                    insert into idempotency_keys as k
                                                        (organization_id, key, claim, leased_until,
                                                         created_at)
                                                    values (:organization, :key, :claim, :until, :now)
                                                    on conflict (organization_id, key) do update set
                                                        claim = :claim, leased_until = :until,
                                                        created_at = :now, request_hash = null,
                                                        status = null, headers = null, body = null
                                                    where k.created_at < :oldest
                                                        or k.status is null and k.leased_until < :now\
                                                    """)
                                            .bind("organization", organization.value())
                                            .bind("key", key)
                                            .bind("claim", id)
                                            .bind("until", at(now.plus(LEASE)))
                                            .bind("now", at(now))
                                            .bind("oldest", at(now.minus(KEPT)))
                                            .execute()
                                    > 0;
                    return taken ? new Claim.First(id) : others(handle, organization, key);
                });
    }

    /// One that went away in between counts as in progress: the caller tries again.
    private static Claim others(Handle handle, OrganizationId organization, String key) {
        return handle.createQuery(
                        """
                        select request_hash, status, headers, body from idempotency_keys
                        where organization_id = ? and key = ? and status is not null\
                        """)
                .bind(0, organization.value())
                .bind(1, key)
                .map((row, _) ->
                        new Remembered(
                                text(row.getString("request_hash")),
                                row.getInt("status"),
                                text(row.getString("headers")),
                                text(row.getString("body"))))
                .findOne()
                .<Claim>map(Claim.Done::new)
                .orElseGet(Claim.InProgress::new);
    }

    private static String text(@Nullable String column) {
        return column == null ? "" : column;
    }

    /// Holds the claim for another `LEASE`; false when it is somebody else's by now.
    public boolean renew(OrganizationId organization, String key, UUID claim) {
        return database.inTenant(
                organization,
                handle ->
                        handle.execute(
                                        "update idempotency_keys set leased_until = ?" + OF_CLAIM,
                                        at(clock.instant().plus(LEASE)),
                                        organization.value(),
                                        key,
                                        claim)
                                > 0);
    }

    /// Keeps the answer for a day, where the claim still holds.
    public void finish(OrganizationId organization, String key, UUID claim, Remembered answer) {
        database.inTenant(
                organization,
                handle ->
                        handle.execute(
                                "update idempotency_keys set request_hash = ?, status = ?,"
                                        + " headers = ?, body = ?"
                                        + OF_CLAIM,
                                answer.fingerprint(),
                                answer.status(),
                                answer.headers(),
                                answer.body(),
                                organization.value(),
                                key,
                                claim));
    }

    /// There is no answer to keep: a repetition is a first again.
    public void abandon(OrganizationId organization, String key, UUID claim) {
        database.inTenant(
                organization,
                handle ->
                        handle.execute(
                                "delete from idempotency_keys" + OF_CLAIM,
                                organization.value(),
                                key,
                                claim));
    }

    /// Drops what is older than a day; how many went.
    public int purge() {
        OffsetDateTime oldest = at(clock.instant().minus(KEPT));
        return database.inInstallation(handle ->
                handle.execute("delete from idempotency_keys where created_at < ?", oldest));
    }

    private static OffsetDateTime at(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }
}
