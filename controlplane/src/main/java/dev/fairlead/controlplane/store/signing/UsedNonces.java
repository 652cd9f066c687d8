package dev.fairlead.controlplane.store.signing;

import dev.fairlead.controlplane.store.Database;
import dev.fairlead.controlplane.store.DatabaseUnavailable;
import dev.fairlead.dataplane.runtime.Outcome;
import dev.fairlead.dataplane.signing.NonceStore;
import dev.fairlead.dataplane.signing.SignatureCheck;
import dev.fairlead.model.functions.ContentHash;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/// Which nonces were used, for all instances. A row stays until no clock of ours can take the
/// signature for one of now; both its end and its deletion are by the database's clock alone.
public final class UsedNonces implements NonceStore {
    /// By so much an instance's clock may be behind the database's.
    private static final Duration MARGIN = Duration.ofMinutes(10);

    private static final Duration KEPT = SignatureCheck.WINDOW.plus(MARGIN);

    private final Database database;

    public UsedNonces(Database database) {
        this.database = database;
    }

    @Override
    public List<Outcome> remember(List<Use> uses) {
        try {
            return database.inInstallation(handle ->
                    handle.createQuery(
                                    """
                                    with asked as (
                                        select service_id, decode(hash, 'hex') as nonce, key_id,
                                            to_timestamp(ends) as expires_at, place
                                        from unnest(:functions, :nonces, :keys, :ends)
                                            with ordinality
                                            as a (service_id, hash, key_id, ends, place)),
                                    holding as (
                                        select a.* from asked a
                                        join signing_secrets s
                                            on s.service_id = a.service_id and s.key_id = a.key_id
                                        where s.valid_until is null
                                            or s.valid_until > clock_timestamp()),
                                    added as (
                                        insert into signature_nonces (service_id, nonce, expires_at)
                                        select service_id, nonce, expires_at from holding
                                        where expires_at > clock_timestamp()
                                        order by service_id, nonce
                                        on conflict do nothing
                                        returning service_id, nonce)
                                    select h.place is not null as holds,
                                        d.nonce is not null as fresh
                                    from asked a
                                    left join holding h on h.place = a.place
                                    left join added d
                                        on d.service_id = a.service_id and d.nonce = a.nonce
                                    order by a.place\
                                    """)
                            .bindArray(
                                    "functions",
                                    UUID.class,
                                    uses.stream().map(use -> use.function().value()).toList())
                            .bindArray(
                                    "nonces",
                                    String.class,
                                    uses.stream().map(use -> hash(use.nonce())).toList())
                            .bindArray("keys", String.class, uses.stream().map(Use::keyId).toList())
                            .bindArray(
                                    "ends", Long.class, uses.stream().map(UsedNonces::end).toList())
                            .map((row, _) ->
                                    outcome(row.getBoolean("holds"), row.getBoolean("fresh")))
                            .list());
        } catch (DatabaseUnavailable e) {
            return CLOSED.remember(uses);
        }
    }

    private static Outcome outcome(boolean holds, boolean fresh) {
        if (!holds) {
            return Outcome.REVOKED;
        }
        return fresh ? Outcome.FRESH : Outcome.USED;
    }

    private static String hash(String nonce) {
        return ContentHash.of(nonce.getBytes(StandardCharsets.UTF_8)).hex();
    }

    private static long end(Use use) {
        return use.created().plus(KEPT).getEpochSecond();
    }

    /// Forgets what nobody could use again.
    public int purge() {
        return database.inInstallation(handle ->
                handle.execute(
                        "delete from signature_nonces where expires_at < clock_timestamp()"));
    }
}
