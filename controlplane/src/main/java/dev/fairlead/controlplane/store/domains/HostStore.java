package dev.fairlead.controlplane.store.domains;

import dev.fairlead.controlplane.store.Columns;
import dev.fairlead.controlplane.store.Database;
import dev.fairlead.model.domains.ChallengeKind;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What every instance must know of domains, and how far each has read it.
public final class HostStore {
    private static final Duration ALIVE = Duration.ofSeconds(10);
    private static final Duration CHALLENGE = Duration.ofMinutes(10);

    private final Database database;
    private final Clock clock;

    public HostStore(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /// All of it, as it was at `revision`.
    public record Published(
            long revision,
            List<Domain> domains,
            List<Certificate> certificates,
            List<RouteRow> routes,
            List<Challenge> challenges) {}

    /// What an authority wants to see: of files `answer` is the text at `token`, of handshakes with
    /// `name` a digest.
    public record Challenge(ChallengeKind kind, String name, String token, String answer) {}

    /// How far it has come.
    public long revision() {
        return database.inInstallation(handle ->
                handle.createQuery("select value from host_revision").mapTo(Long.class).one());
    }

    public Published read() {
        return database.inInstallation(handle -> {
            // The revision first: what is read after it is at least as new.
            long revision =
                    handle.createQuery("select value from host_revision").mapTo(Long.class).one();
            List<Challenge> challenges =
                    handle.createQuery("select kind, name, token, answer from acme_challenges")
                            .map((row, _) ->
                                    new Challenge(
                                            ChallengeKind.parse(DomainStore.text(row, "kind")),
                                            DomainStore.text(row, "name"),
                                            DomainStore.text(row, "token"),
                                            DomainStore.text(row, "answer")))
                            .list();
            return new Published(
                    revision,
                    handle.createQuery("select * from domains")
                            .setFetchSize(5000)
                            .map(DomainStore.ROW)
                            .list(),
                    handle.createQuery("select * from certificates where chain is not null")
                            .setFetchSize(5000)
                            .map(CertificateStore.ROW)
                            .list(),
                    handle.createQuery("select * from routes")
                            .setFetchSize(5000)
                            .map(RouteStore.ROW)
                            .list(),
                    challenges);
        });
    }

    /// An instance answers by this revision, and is alive.
    public void reached(String instance, long revision) {
        database.inInstallation(handle -> {
            handle.createUpdate(
                            """
                            insert into host_readers (instance, revision, seen_at)
                            values (:instance, :revision, clock_timestamp())
                            on conflict (instance) do update
                                set revision = excluded.revision, seen_at = excluded.seen_at\
                            """)
                    .bind("instance", instance)
                    .bind("revision", revision)
                    .execute();
            return handle.execute(
                    "delete from host_readers where seen_at < clock_timestamp() - interval '1 h'");
        });
    }

    /// Whether every instance that is alive answers by this revision or a newer one.
    public boolean reachedBy(long revision) {
        return database.inInstallation(handle ->
                handle.createQuery(
                                "select not exists (select from host_readers where revision < ?"
                                        + " and seen_at > clock_timestamp() - ?::interval)")
                        .bind(0, revision)
                        .bind(1, ALIVE.toSeconds() + " s")
                        .mapTo(Boolean.class)
                        .one());
    }

    public void putChallenge(Challenge challenge) {
        database.inInstallation(handle -> {
            handle.execute(
                    "delete from acme_challenges where expires_at < ?",
                    Columns.at(clock.instant()));
            return handle.execute(
                    "insert into acme_challenges (token, kind, name, answer, expires_at)"
                            + " values (?, ?, ?, ?, ?)"
                            + " on conflict (token) do update set kind = excluded.kind,"
                            + " name = excluded.name, answer = excluded.answer",
                    challenge.token(),
                    challenge.kind().word(),
                    challenge.name(),
                    challenge.answer(),
                    Columns.at(clock.instant().plus(CHALLENGE)));
        });
    }

    public void removeChallenge(String token) {
        database.inInstallation(
                handle -> handle.execute("delete from acme_challenges where token = ?", token));
    }

    /// The sealed key of the account at an authority.
    public Optional<byte[]> account(String directory) {
        return database.inInstallation(handle ->
                handle.createQuery("select key_sealed from acme_accounts where directory = ?")
                        .bind(0, directory)
                        .map((row, _) -> row.getBytes("key_sealed"))
                        .findOne());
    }

    /// Keeps it, unless another instance was first.
    public void putAccount(String directory, byte[] sealed) {
        database.inInstallation(handle ->
                handle.execute(
                        "insert into acme_accounts (directory, key_sealed, created_at)"
                                + " values (?, ?, ?) on conflict do nothing",
                        directory,
                        sealed,
                        Columns.at(clock.instant())));
    }
}
