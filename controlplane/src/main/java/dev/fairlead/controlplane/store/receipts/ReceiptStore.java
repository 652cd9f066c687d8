package dev.fairlead.controlplane.store.receipts;

import dev.fairlead.controlplane.store.Columns;
import dev.fairlead.controlplane.store.Database;
import dev.fairlead.controlplane.store.Page;
import dev.fairlead.controlplane.store.receipts.Receipt.Settled;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ReceiptId;
import dev.fairlead.model.ids.ServiceId;

import org.jdbi.v3.core.mapper.RowMapper;
import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Receipts, the newest of each service.
public final class ReceiptStore {
    private static final int MOST_OF_A_SERVICE = 500;
    private static final RowMapper<Receipt> ROW = (row, _) -> read(row);

    private final Database database;
    private final Clock clock;

    public ReceiptStore(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /// A key by which receipts are signed: public as X.509 says, private as it was sealed, in
    /// base64.
    public record Key(String id, String published, String sealed) {
        @Override
        public String toString() {
            return "Key[" + id + "]";
        }
    }

    private static Receipt read(ResultSet row) throws SQLException {
        long lost = row.getLong("lost");
        Optional<Settled> settled = Optional.empty();
        Optional<Instant> at = Columns.optionalTime(row, "settled_at");
        if (at.isPresent()) {
            settled =
                    Optional.of(
                            new Settled(
                                    at.get(), lost, text(row, "signature"), text(row, "key_id")));
        }
        return new Receipt(
                new ReceiptId(Columns.id(row, "id")),
                new OrganizationId(Columns.id(row, "organization_id")),
                new ServiceId(Columns.id(row, "service_id")),
                text(row, "instance"),
                Columns.time(row, "at"),
                row.getLong("in_flight"),
                text(row, "document"),
                settled);
    }

    private static String text(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column)).orElseThrow();
    }

    /// Keeps a receipt, as it is by now.
    public void put(Receipt receipt) {
        @Nullable Settled settled = receipt.settled().orElse(null);
        database.inTenant(
                receipt.organization(),
                handle -> {
                    handle.createUpdate(
                                    """
                                    insert into receipts (id, organization_id, service_id, instance,
                                        at, settled_at, in_flight, lost, document, signature, key_id)
                                    select :id, :organization, :service, :instance, :at,
                                        :settled::timestamptz, :inFlight, :lost::bigint, :document,
                                        :signature, :key
                                    where exists (select from services where id = :service)
                                    on conflict (id) do update set
                                        settled_at = excluded.settled_at, lost = excluded.lost,
                                        in_flight = excluded.in_flight,
                                        document = excluded.document,
                                        signature = excluded.signature, key_id = excluded.key_id\
                                    """)
                            .bind("id", receipt.id().value())
                            .bind("organization", receipt.organization().value())
                            .bind("service", receipt.service().value())
                            .bind("instance", receipt.instance())
                            .bind("at", Columns.at(receipt.at()))
                            .bind("settled", settled == null ? null : Columns.at(settled.at()))
                            .bind("inFlight", receipt.inFlight())
                            .bind("lost", settled == null ? null : settled.lost())
                            .bind("document", receipt.document())
                            .bind("signature", settled == null ? null : settled.signature())
                            .bind("key", settled == null ? null : settled.keyId())
                            .execute();
                    return handle.execute(
                            "delete from receipts where service_id = ? and id < (select id from"
                                    + " receipts where service_id = ? order by id desc offset ?"
                                    + " limit 1)",
                            receipt.service().value(),
                            receipt.service().value(),
                            MOST_OF_A_SERVICE - 1);
                });
    }

    /// Newest first.
    public Page<Receipt> list(
            OrganizationId organization, ServiceId service, Optional<UUID> after, int limit) {
        return database.inTenant(
                organization,
                handle ->
                        Page.read(
                                handle.createQuery(
                                                """
                                                select * from receipts where service_id = :service
                                                  and (:after::uuid is null or id < :after::uuid)
                                                order by id desc limit :limit\
                                                """)
                                        .bind("service", service.value()),
                                after,
                                limit,
                                ROW,
                                r -> r.id().value()));
    }

    public Optional<Receipt> find(OrganizationId organization, ReceiptId id) {
        return database.inTenant(
                organization,
                handle ->
                        handle.createQuery("select * from receipts where id = ?")
                                .bind(0, id.value())
                                .map(ROW)
                                .findOne());
    }

    /// All keys, the newest first.
    public List<Key> keys() {
        return database.inInstallation(handle ->
                handle.createQuery(
                                "select id, public, key_sealed from receipt_keys"
                                        + " order by created_at desc")
                        .map((row, _) ->
                                new Key(
                                        text(row, "id"),
                                        text(row, "public"),
                                        Base64.getEncoder()
                                                .encodeToString(row.getBytes("key_sealed"))))
                        .list());
    }

    public void addKey(Key key) {
        database.inInstallation(handle ->
                handle.execute(
                        "insert into receipt_keys (id, public, key_sealed, created_at)"
                                + " values (?, ?, ?, ?)",
                        key.id(),
                        key.published(),
                        Base64.getDecoder().decode(key.sealed()),
                        Columns.at(clock.instant())));
    }
}
