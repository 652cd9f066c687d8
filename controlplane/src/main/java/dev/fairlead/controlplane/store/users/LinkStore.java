package dev.fairlead.controlplane.store.users;

import dev.fairlead.controlplane.store.Columns;
import dev.fairlead.controlplane.store.Database;
import dev.fairlead.model.ids.UserId;

import org.jdbi.v3.core.mapper.RowMapper;

import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Optional;

/// One-time links by the hash of their token.
public final class LinkStore {
    private static final RowMapper<Link> ROW =
            (row, _) ->
                    new Link(
                            Purpose.valueOf(row.getString("purpose").toUpperCase(Locale.ROOT)),
                            Columns.optionalId(row, "user_id").map(UserId::new),
                            Optional.ofNullable(row.getString("email")));

    private final Database database;
    private final Clock clock;

    public LinkStore(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /// What a link is good for.
    public enum Purpose {
        SETUP,
        PASSWORD_RESET,
        EMAIL_VERIFICATION;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// A link that is good.
    public record Link(Purpose purpose, Optional<UserId> user, Optional<String> email) {}

    /// An earlier link of the same purpose and user is good no more; each instance has a setup link
    /// of its own.
    public void create(String hash, Link link, Instant expires) {
        database.inInstallation(handle -> {
            handle.execute(
                    "delete from links where purpose = ? and user_id = ?::uuid",
                    link.purpose().word(),
                    Columns.orNull(link.user().map(UserId::value)));
            return handle.execute(
                    "insert into links (token_hash, purpose, user_id, email, created_at,"
                            + " expires_at) values (?, ?, ?, ?, ?, ?)",
                    hash,
                    link.purpose().word(),
                    Columns.orNull(link.user().map(UserId::value)),
                    Columns.orNull(link.email()),
                    now(),
                    Columns.at(expires));
        });
    }

    /// Whether it would be good.
    public Optional<Link> find(String hash, Purpose purpose) {
        return database.inInstallation(handle ->
                handle.createQuery(
                                "select * from links where token_hash = ? and purpose = ?"
                                        + " and used_at is null and expires_at > ?")
                        .bind(0, hash)
                        .bind(1, purpose.word())
                        .bind(2, now())
                        .map(ROW)
                        .findOne());
    }

    /// Uses it up: of two who come with it at once, one gets it.
    public Optional<Link> take(String hash, Purpose purpose) {
        return database.inInstallation(handle ->
                handle.createQuery(
                                "update links set used_at = :now where token_hash = :hash"
                                        + " and purpose = :purpose and used_at is null"
                                        + " and expires_at > :now returning *")
                        .bind("now", now())
                        .bind("hash", hash)
                        .bind("purpose", purpose.word())
                        .map(ROW)
                        .findOne());
    }

    public int purge() {
        return database.inInstallation(
                handle -> handle.execute("delete from links where expires_at < ?", now()));
    }

    private OffsetDateTime now() {
        return Columns.at(clock.instant());
    }
}
