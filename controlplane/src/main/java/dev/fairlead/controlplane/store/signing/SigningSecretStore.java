package dev.fairlead.controlplane.store.signing;

import dev.fairlead.controlplane.store.Columns;
import dev.fairlead.controlplane.store.Database;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ServiceId;

import org.jdbi.v3.core.mapper.RowMapper;

import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// Sealed signing secrets of functions: the newest, and the one before it for a while.
public final class SigningSecretStore {
    private static final RowMapper<Row> ROW =
            (row, _) ->
                    new Row(
                            new ServiceId(Columns.id(row, "service_id")),
                            Optional.ofNullable(row.getString("key_id")).orElseThrow(),
                            Base64.getEncoder().encodeToString(row.getBytes("sealed")),
                            Columns.optionalTime(row, "valid_until"));

    private static final String HOLDING =
            "select service_id, key_id, sealed, valid_until from signing_secrets"
                    + " where (valid_until is null or valid_until > now())";

    private final Database database;
    private final Clock clock;

    public SigningSecretStore(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /// A secret as it is kept; `sealed` is base64.
    public record Row(ServiceId function, String keyId, String sealed, Optional<Instant> until) {
        @Override
        public String toString() {
            return "Row[" + keyId + "]";
        }
    }

    /// Adds a secret. The one before it holds until `until`, and none before that; answers it.
    public Optional<Row> rotate(
            OrganizationId organization,
            ServiceId function,
            String keyId,
            byte[] sealed,
            Instant until) {
        return database.inTenant(
                organization,
                handle -> {
                    handle.execute(
                            "select from services where id = ? for update", function.value());
                    handle.execute(
                            "delete from signing_secrets where service_id = ?"
                                    + " and valid_until is not null",
                            function.value());
                    Optional<Row> previous =
                            handle.createQuery(
                                            "update signing_secrets set valid_until = ?"
                                                    + " where service_id = ? returning *")
                                    .bind(0, Columns.at(until))
                                    .bind(1, function.value())
                                    .map(ROW)
                                    .findOne();
                    handle.execute(
                            "insert into signing_secrets (organization_id, service_id, key_id,"
                                    + " sealed, created_at) values (?, ?, ?, ?, ?)",
                            organization.value(),
                            function.value(),
                            keyId,
                            sealed,
                            Columns.at(clock.instant()));
                    return previous;
                });
    }

    /// Those of every function that hold, by function.
    public List<Row> all() {
        return database.inInstallation(handle ->
                handle.createQuery(HOLDING + " order by service_id, created_at desc")
                        .map(ROW)
                        .list());
    }

    public List<Row> of(ServiceId function) {
        return database.inInstallation(handle ->
                handle.createQuery(HOLDING + " and service_id = ? order by created_at desc")
                        .bind(0, function.value())
                        .map(ROW)
                        .list());
    }
}
