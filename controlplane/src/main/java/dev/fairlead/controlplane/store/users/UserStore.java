package dev.fairlead.controlplane.store.users;

import dev.fairlead.controlplane.store.Columns;
import dev.fairlead.controlplane.store.Database;
import dev.fairlead.controlplane.store.Page;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.UserId;
import dev.fairlead.model.people.DisplayName;
import dev.fairlead.model.people.EmailAddress;

import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Users, what proves who they are, and what is left of their recovery codes.
public final class UserStore {
    private static final RowMapper<User> ROW =
            (row, _) ->
                    new User(
                            new UserId(Columns.id(row, "id")),
                            new EmailAddress(row.getString("email")),
                            new DisplayName(row.getString("name")),
                            row.getBoolean("administrator"),
                            row.getObject("totp_confirmed_at") != null,
                            row.getString("password_hash") != null,
                            Columns.optionalTime(row, "email_verified_at"),
                            Columns.time(row, "created_at"),
                            Columns.optionalTime(row, "disabled_at"));

    private final Database database;
    private final Clock clock;

    public UserStore(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /// What a user proves who they are with; `step` is the last one-time code that was taken.
    public record Proof(
            User user, Optional<String> passwordHash, Optional<byte[]> sealedSecret, long step) {
        @Override
        public String toString() {
            return "Proof[" + user.id() + "]";
        }
    }

    private OffsetDateTime now() {
        return Columns.at(clock.instant());
    }

    /// Refuses an address that somebody has.
    public User create(
            EmailAddress email,
            DisplayName name,
            @Nullable String passwordHash,
            boolean verified,
            boolean administrator) {
        var id = UserId.next(clock);
        try {
            return database.inInstallation(handle ->
                    handle.createQuery(
                                    """
                                    insert into users (id, email, name, password_hash,
                                        email_verified_at, administrator, created_at)
                                    values (:id, :email, :name, :hash,
                                        case when :verified then :now::timestamptz end,
                                        :administrator, :now)
                                    returning *\
                                    """)
                            .bind("id", id.value())
                            .bind("email", email.text())
                            .bind("name", name.text())
                            .bind("hash", passwordHash)
                            .bind("verified", verified)
                            .bind("administrator", administrator)
                            .bind("now", now())
                            .map(ROW)
                            .one());
        } catch (JdbiException e) {
            if (Database.duplicate(e)) {
                throw new Rejected(
                        ErrorCode.NAME_TAKEN, "somebody has this address already; sign in");
            }
            throw e;
        }
    }

    /// Whether somebody administers the installation.
    public boolean anyAdministrator() {
        return database.inInstallation(handle ->
                handle.createQuery(
                                "select exists (select from users"
                                        + " where administrator and disabled_at is null)")
                        .mapTo(Boolean.class)
                        .one());
    }

    public Optional<User> find(UserId id) {
        return database.inInstallation(handle ->
                handle.createQuery("select * from users where id = ?")
                        .bind(0, id.value())
                        .map(ROW)
                        .findOne());
    }

    /// Newest first; `email` narrows to one.
    public Page<User> list(Optional<EmailAddress> email, Optional<UUID> after, int limit) {
        return database.inInstallation(handle ->
                Page.read(
                        handle.createQuery(
                                        """
                                        select * from users
                                        where (:email::text is null or email = :email::text)
                                          and (:after::uuid is null or id < :after::uuid)
                                        order by id desc limit :limit\
                                        """)
                                .bind("email", Columns.orNull(email.map(EmailAddress::text))),
                        after,
                        limit,
                        ROW,
                        user -> user.id().value()));
    }

    public Optional<User> find(EmailAddress email) {
        return proof(email).map(Proof::user);
    }

    public Optional<Proof> proof(EmailAddress email) {
        return database.inInstallation(handle ->
                handle.createQuery("select * from users where email = ?")
                        .bind(0, email.text())
                        .map((row, context) ->
                                new Proof(
                                        ROW.map(row, context),
                                        Optional.ofNullable(row.getString("password_hash")),
                                        Optional.ofNullable(row.getBytes("totp_sealed")),
                                        row.getLong("totp_step")))
                        .findOne());
    }

    public void setPassword(UserId id, String hash) {
        update(id, "password_hash = ?", hash);
    }

    public void rename(UserId id, DisplayName name) {
        update(id, "name = ?", name.text());
    }

    public void verified(UserId id) {
        update(id, "email_verified_at = ?", now());
    }

    public void disable(UserId id, boolean disabled) {
        update(id, "disabled_at = ?", disabled ? now() : null);
    }

    public void administrate(UserId id, boolean administrator) {
        update(id, "administrator = ?", administrator);
    }

    private void update(UserId id, String what, @Nullable Object value) {
        database.inInstallation(handle ->
                handle.execute("update users set " + what + " where id = ?", value, id.value()));
    }

    /// A secret that codes are not asked for yet.
    public void proposeSecret(UserId id, byte[] sealed) {
        database.inInstallation(handle ->
                handle.execute(
                        "update users set totp_sealed = ?, totp_confirmed_at = null, totp_step = 0"
                                + " where id = ?",
                        sealed,
                        id.value()));
    }

    /// From now on codes are asked for; the recovery codes are these alone.
    public void confirmSecret(UserId id, long step, List<String> recoveryHashes) {
        database.inInstallation(handle -> {
            handle.execute(
                    "update users set totp_confirmed_at = ?, totp_step = ? where id = ?",
                    now(),
                    step,
                    id.value());
            handle.execute("delete from recovery_codes where user_id = ?", id.value());
            var batch =
                    handle.prepareBatch("insert into recovery_codes (user_id, hash) values (?, ?)");
            recoveryHashes.forEach(hash -> batch.bind(0, id.value()).bind(1, hash).add());
            return batch.execute();
        });
    }

    public void dropSecret(UserId id) {
        database.inInstallation(handle -> {
            handle.execute("delete from recovery_codes where user_id = ?", id.value());
            return handle.execute(
                    "update users set totp_sealed = null, totp_confirmed_at = null,"
                            + " totp_step = null where id = ?",
                    id.value());
        });
    }

    /// False where a code of this step or a later one was taken before.
    public boolean takeStep(UserId id, long step) {
        return database.inInstallation(handle ->
                handle.execute(
                                "update users set totp_step = ? where id = ? and totp_step < ?",
                                step,
                                id.value(),
                                step)
                        == 1);
    }

    /// False where there is no such code, or it was taken before.
    public boolean takeRecoveryCode(UserId id, String hash) {
        return database.inInstallation(handle ->
                handle.execute(
                                "update recovery_codes set used_at = ?"
                                        + " where user_id = ? and hash = ? and used_at is null",
                                now(),
                                id.value(),
                                hash)
                        == 1);
    }

    /// How many recovery codes are left.
    public int recoveryCodes(UserId id) {
        return database.inInstallation(handle ->
                handle.createQuery(
                                "select count(*) from recovery_codes"
                                        + " where user_id = ? and used_at is null")
                        .bind(0, id.value())
                        .mapTo(Integer.class)
                        .one());
    }
}
