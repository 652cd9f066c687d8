package dev.fairlead.controlplane.store.providers;

import dev.fairlead.controlplane.store.Columns;
import dev.fairlead.controlplane.store.Database;
import dev.fairlead.identity.external.ProviderId;
import dev.fairlead.identity.external.ReturnPath;
import dev.fairlead.model.ids.SessionId;
import dev.fairlead.model.ids.UserId;

import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/// What waits for a browser to come back, found by the hash of what it brings and bound to a
/// cookie.
public final class PendingStore {
    private final Database database;
    private final Clock clock;

    public PendingStore(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /// What is waited for.
    public enum Purpose {
        /// The answer of a provider.
        SIGN_IN,
        /// That somebody who is signed in goes there.
        CONNECT,
        /// A second factor.
        FACTOR;

        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /// Under what it is found, by whom.
    public record Key(Purpose purpose, String hash, ProviderId provider, String browserHash) {}

    /// Who is signed in where, while they connect or wait for a second factor.
    public record Whose(UserId user, Optional<SessionId> session) {}

    /// What is kept.
    public record Kept(
            ByteBuffer sealed, ReturnPath returnTo, Optional<Whose> whose, Instant expires) {}

    public void keep(Key key, Kept kept) {
        database.inInstallation(handle ->
                handle.execute(
                        "insert into pending_sign_ins (hash, purpose, provider, browser_hash,"
                                + " sealed, return_path, user_id, session_id, created_at,"
                                + " expires_at)"
                                + " values (?, ?, ?, ?, ?, ?, ?::uuid, ?::uuid, ?, ?)",
                        key.hash(),
                        key.purpose().word(),
                        key.provider().text(),
                        key.browserHash(),
                        kept.sealed().array(),
                        kept.returnTo().text(),
                        Columns.orNull(kept.whose().map(w -> w.user().value())),
                        Columns.orNull(kept.whose().flatMap(Whose::session).map(SessionId::value)),
                        Columns.at(clock.instant()),
                        Columns.at(kept.expires())));
    }

    /// What it would be; it stays.
    public Optional<Kept> look(Key key) {
        return found(key, "select * from pending_sign_ins");
    }

    /// Takes it: of two who come with it at once, one gets it.
    public Optional<Kept> take(Key key) {
        return found(key, "delete from pending_sign_ins");
    }

    private Optional<Kept> found(Key key, String statement) {
        return database.inInstallation(handle ->
                handle.createQuery(
                                statement
                                        + " where hash = :hash and purpose = :purpose"
                                        + " and provider = :provider"
                                        + " and browser_hash = :browser and expires_at > :now"
                                        + (statement.startsWith("delete") ? " returning *" : ""))
                        .bind("hash", key.hash())
                        .bind("purpose", key.purpose().word())
                        .bind("provider", key.provider().text())
                        .bind("browser", key.browserHash())
                        .bind("now", Columns.at(clock.instant()))
                        .map((row, _) ->
                                new Kept(
                                        ByteBuffer.wrap(row.getBytes("sealed")),
                                        new ReturnPath(row.getString("return_path")),
                                        whose(row),
                                        Columns.time(row, "expires_at")))
                        .findOne());
    }

    private static Optional<Whose> whose(ResultSet row) throws SQLException {
        Optional<UUID> session = Columns.optionalId(row, "session_id");
        return Columns.optionalId(row, "user_id")
                .map(user -> new Whose(new UserId(user), session.map(SessionId::new)));
    }

    public int purge() {
        return database.inInstallation(handle ->
                handle.execute(
                        "delete from pending_sign_ins where expires_at < ?",
                        Columns.at(clock.instant())));
    }
}
