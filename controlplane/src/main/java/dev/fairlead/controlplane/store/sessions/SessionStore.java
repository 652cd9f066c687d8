package dev.fairlead.controlplane.store.sessions;

import dev.fairlead.controlplane.store.Columns;
import dev.fairlead.controlplane.store.Database;
import dev.fairlead.identity.external.ProviderId;
import dev.fairlead.model.ids.SessionId;
import dev.fairlead.model.ids.UserId;

import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Sessions and the refresh tokens that belong to each.
public final class SessionStore {
    /// The kind of a session that a cookie opens.
    public static final String BROWSER = "browser";

    /// The kind of a session that tokens open.
    public static final String TOKENS = "tokens";

    private final Database database;
    private final Clock clock;

    public SessionStore(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /// A session that begins. `hash` is its cookie's; tokens have none. It ends with `provider`.
    public record Begin(
            UserId user,
            String kind,
            Optional<String> hash,
            String address,
            String agent,
            Instant expiresAt,
            Optional<ProviderId> provider) {}

    public SessionId create(Begin begin) {
        var id = SessionId.next(clock);
        database.inInstallation(handle ->
                handle.execute(
                        "insert into sessions (id, user_id, kind, token_hash, address, agent,"
                                + " created_at, seen_at, expires_at, provider)"
                                + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                        id.value(),
                        begin.user().value(),
                        begin.kind(),
                        Columns.orNull(begin.hash()),
                        begin.address(),
                        begin.agent(),
                        now(),
                        now(),
                        Columns.at(begin.expiresAt()),
                        Columns.orNull(begin.provider().map(ProviderId::text))));
        return id;
    }

    private OffsetDateTime now() {
        return Columns.at(clock.instant());
    }

    /// When whoever has it last proved who they are; empty where it is open no more.
    public Optional<Instant> confirmedAt(SessionId id) {
        return database.inInstallation(handle ->
                handle.createQuery(
                                "select coalesce(confirmed_at, created_at) as at from sessions"
                                        + " where id = ? and revoked_at is null"
                                        + " and expires_at > ?")
                        .bind(0, id.value())
                        .bind(1, now())
                        .map((row, _) -> Columns.time(row, "at"))
                        .findOne());
    }

    /// They proved it again.
    public void confirm(SessionId id) {
        database.inInstallation(handle ->
                handle.execute(
                        "update sessions set confirmed_at = ? where id = ?", now(), id.value()));
    }

    /// The cookie opens it under another token from now on.
    public void replace(SessionId id, String hash) {
        database.inInstallation(handle ->
                handle.execute(
                        "update sessions set token_hash = ? where id = ?", hash, id.value()));
    }

    /// Those that are open, the last seen first.
    public List<Session> list(UserId user) {
        return database.inInstallation(handle ->
                handle.createQuery(
                                "select * from sessions where user_id = ? and revoked_at is null"
                                        + " and expires_at > ? order by seen_at desc limit 200")
                        .bind(0, user.value())
                        .bind(1, now())
                        .map((row, _) ->
                                new Session(
                                        new SessionId(Columns.id(row, "id")),
                                        row.getString("kind"),
                                        row.getString("address"),
                                        row.getString("agent"),
                                        Columns.time(row, "created_at"),
                                        Columns.time(row, "seen_at"),
                                        Columns.time(row, "expires_at")))
                        .list());
    }

    /// False where the user has no such open session.
    public boolean revoke(UserId user, SessionId id) {
        return database.inInstallation(handle ->
                handle.execute(
                                "update sessions set revoked_at = ?"
                                        + " where id = ? and user_id = ? and revoked_at is null",
                                now(),
                                id.value(),
                                user.value())
                        == 1);
    }

    /// All of a user's but one; how many those were.
    public int revokeAll(UserId user, Optional<SessionId> but) {
        return database.inInstallation(handle ->
                handle.execute(
                        "update sessions set revoked_at = ? where user_id = ?"
                                + " and revoked_at is null and id is distinct from ?::uuid",
                        now(),
                        user.value(),
                        Columns.orNull(but.map(SessionId::value))));
    }

    public void addRefreshToken(SessionId session, String hash) {
        database.inInstallation(handle ->
                handle.execute(
                        "insert into refresh_tokens (hash, session_id, created_at)"
                                + " values (?, ?, ?)",
                        hash,
                        session.value(),
                        now()));
    }

    /// What came of showing a refresh token.
    public sealed interface Refresh {
        /// It was good and is used up; the next one is good now.
        record Rotated(SessionId session, UserId user) implements Refresh {}

        /// It was used before: somebody has a copy, and the whole family is revoked.
        record Reused(UserId user) implements Refresh {}

        /// Nobody has it, or its session has ended.
        record Unknown() implements Refresh {}
    }

    private record Shown(SessionId session, UserId user, boolean used, boolean open) {}

    /// Replaces a refresh token by the next. Of two who show it at once, the second reuses it.
    public Refresh rotate(String hash, String next) {
        return database.inInstallation(handle -> {
            Optional<Shown> found =
                    handle.createQuery(
                                    """
                                    select t.session_id, s.user_id, t.used_at is not null as used,
                                        s.revoked_at is null and s.expires_at > :now
                                            and u.disabled_at is null as open
                                    from refresh_tokens t join sessions s on s.id = t.session_id
                                    join users u on u.id = s.user_id
                                    where t.hash = :hash for update of t, s\
                                    """)
                            .bind("hash", hash)
                            .bind("now", now())
                            .map((row, _) ->
                                    new Shown(
                                            new SessionId(Columns.id(row, "session_id")),
                                            new UserId(Columns.id(row, "user_id")),
                                            row.getBoolean("used"),
                                            row.getBoolean("open")))
                            .findOne();
            if (found.isEmpty() || !found.get().open()) {
                return new Refresh.Unknown();
            }
            Shown shown = found.get();
            UUID session = shown.session().value();
            if (shown.used()) {
                handle.execute("update sessions set revoked_at = ? where id = ?", now(), session);
                return new Refresh.Reused(shown.user());
            }
            handle.execute("update refresh_tokens set used_at = ? where hash = ?", now(), hash);
            handle.execute(
                    "insert into refresh_tokens (hash, session_id, created_at) values (?, ?, ?)",
                    next,
                    session,
                    now());
            handle.execute("update sessions set seen_at = ? where id = ?", now(), session);
            return new Refresh.Rotated(shown.session(), shown.user());
        });
    }

    /// Notes when sessions were seen last.
    public void seen(Map<SessionId, Instant> sessions) {
        database.inInstallation(handle -> {
            var batch =
                    handle.prepareBatch(
                            "update sessions set seen_at = greatest(seen_at, ?) where id = ?");
            sessions.forEach((id, at) -> batch.bind(0, Columns.at(at)).bind(1, id.value()).add());
            return batch.execute();
        });
    }

    /// Deletes sessions that ended before `before`, with their tokens.
    public int purge(Instant before) {
        return database.inInstallation(handle ->
                handle.execute(
                        "delete from sessions where least(expires_at, revoked_at) < ?",
                        Columns.at(before)));
    }
}
