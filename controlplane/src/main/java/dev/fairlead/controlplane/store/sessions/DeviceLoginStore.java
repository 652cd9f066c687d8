package dev.fairlead.controlplane.store.sessions;

import dev.fairlead.controlplane.store.Columns;
import dev.fairlead.controlplane.store.Database;
import dev.fairlead.identity.external.ProviderId;
import dev.fairlead.model.ids.SessionId;
import dev.fairlead.model.ids.UserId;

import org.jdbi.v3.core.mapper.RowMapper;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;

/// Command lines that wait for approval (RFC 8628).
public final class DeviceLoginStore {
    private static final RowMapper<DeviceLogin> ROW =
            (row, _) ->
                    new DeviceLogin(
                            Columns.id(row, "id"),
                            row.getString("user_code"),
                            row.getString("address"),
                            row.getString("agent"),
                            Columns.time(row, "created_at"));

    private final Database database;
    private final Clock clock;

    public DeviceLoginStore(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /// One that waits; where from and by what it was asked for helps to decide.
    public record DeviceLogin(
            UUID id, String userCode, String address, String agent, Instant createdAt) {}

    /// What the command line hears when it asks.
    public sealed interface Poll {
        /// Approved, and used up.
        record Approved(UserId user, DeviceLogin login, Optional<ProviderId> provider)
                implements Poll {}

        record Pending() implements Poll {}

        record TooSoon() implements Poll {}

        record Denied() implements Poll {}

        /// Nobody asked so, or too long ago, or it was used.
        record Unknown() implements Poll {}
    }

    public void create(
            String deviceHash, String userCode, String address, String agent, Instant expires) {
        database.inInstallation(handle ->
                handle.execute(
                        "insert into device_logins (id, device_hash, user_code, address, agent,"
                                + " created_at, expires_at) values (?, ?, ?, ?, ?, ?, ?)",
                        UUID.randomUUID(),
                        deviceHash,
                        userCode,
                        address,
                        agent,
                        now(),
                        Columns.at(expires)));
    }

    /// One that nobody has decided on.
    public Optional<DeviceLogin> waiting(String userCode) {
        return database.inInstallation(handle ->
                handle.createQuery(
                                "select * from device_logins where user_code = ?"
                                        + " and decided_at is null and expires_at > ?")
                        .bind(0, userCode)
                        .bind(1, now())
                        .map(ROW)
                        .findOne());
    }

    /// Decides; empty `user` denies. What is approved ends with the provider by which `session`
    /// began. False where nothing waits under this code.
    public boolean decide(String userCode, Optional<UserId> user, Optional<SessionId> session) {
        return database.inInstallation(handle ->
                handle.execute(
                                "update device_logins set decided_at = ?, user_id = ?::uuid,"
                                        + " provider = (select provider from sessions"
                                        + " where id = ?::uuid)"
                                        + " where user_code = ? and decided_at is null"
                                        + " and expires_at > ?",
                                now(),
                                Columns.orNull(user.map(UserId::value)),
                                Columns.orNull(session.map(SessionId::value)),
                                userCode,
                                now())
                        == 1);
    }

    private record Asked(
            DeviceLogin login,
            Optional<UserId> user,
            Optional<ProviderId> provider,
            boolean decided,
            Optional<Instant> askedAt) {}

    public Poll poll(String deviceHash, Duration interval) {
        return database.inInstallation(handle -> {
            Optional<Asked> found =
                    handle.createQuery(
                                    "select * from device_logins where device_hash = ?"
                                            + " and used_at is null and expires_at > ? for update")
                            .bind(0, deviceHash)
                            .bind(1, now())
                            .map((row, context) ->
                                    new Asked(
                                            ROW.map(row, context),
                                            Columns.optionalId(row, "user_id").map(UserId::new),
                                            Optional.ofNullable(row.getString("provider"))
                                                    .map(ProviderId::new),
                                            row.getObject("decided_at") != null,
                                            Columns.optionalTime(row, "asked_at")))
                            .findOne();
            if (found.isEmpty()) {
                return new Poll.Unknown();
            }
            Asked asked = found.get();
            if (asked.decided()) {
                handle.execute(
                        "update device_logins set used_at = ? where id = ?",
                        now(),
                        asked.login().id());
                return asked.user().isPresent()
                        ? new Poll.Approved(asked.user().get(), asked.login(), asked.provider())
                        : new Poll.Denied();
            }
            handle.execute(
                    "update device_logins set asked_at = ? where id = ?",
                    now(),
                    asked.login().id());
            boolean soon =
                    asked.askedAt()
                            .filter(at -> at.plus(interval).isAfter(clock.instant()))
                            .isPresent();
            return soon ? new Poll.TooSoon() : new Poll.Pending();
        });
    }

    public int purge() {
        return database.inInstallation(
                handle -> handle.execute("delete from device_logins where expires_at < ?", now()));
    }

    private OffsetDateTime now() {
        return Columns.at(clock.instant());
    }
}
