package dev.fairlead.controlplane.store.providers;

import dev.fairlead.controlplane.store.Columns;
import dev.fairlead.controlplane.store.Database;
import dev.fairlead.identity.external.ProviderId;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.UserId;
import dev.fairlead.model.people.DisplayName;
import dev.fairlead.model.people.EmailAddress;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.mapper.RowMapper;

import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Who here is who there. Of an identity that is linked, the user never changes.
public final class IdentityStore {
    private static final RowMapper<Identity> ROW =
            (row, _) ->
                    new Identity(
                            new ProviderId(row.getString("provider")),
                            row.getString("display_name"),
                            row.getString("email"),
                            Columns.time(row, "created_at"),
                            Columns.time(row, "used_at"));

    private final Database database;
    private final Clock clock;

    public IdentityStore(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /// Somebody as a provider knows them.
    public record Subject(ProviderId provider, String text) {}

    /// One of a user's, as they see it.
    public record Identity(
            ProviderId provider,
            String displayName,
            String email,
            Instant createdAt,
            Instant usedAt) {}

    public Optional<UserId> user(Subject subject) {
        return database.inInstallation(handle ->
                handle.createQuery(
                                "select user_id from identities where provider = ?"
                                        + " and subject = ?")
                        .bind(0, subject.provider().text())
                        .bind(1, subject.text())
                        .mapTo(UUID.class)
                        .findOne()
                        .map(UserId::new));
    }

    public List<Identity> of(UserId user) {
        return database.inInstallation(handle ->
                handle.createQuery(
                                "select i.*, p.display_name from identities i"
                                        + " join providers p on p.name = i.provider"
                                        + " where i.user_id = ? order by i.provider")
                        .bind(0, user.value())
                        .map(ROW)
                        .list());
    }

    /// False where somebody has it, or the user has another of this provider.
    public boolean link(Subject subject, UserId user, String email) {
        return database.inInstallation(
                handle -> link(handle, subject, user, email, "on conflict do nothing") == 1);
    }

    private int link(Handle handle, Subject subject, UserId user, String email, String onConflict) {
        return handle.execute(
                "insert into identities (provider, subject, user_id, email, created_at, used_at)"
                        + " values (?, ?, ?, ?, ?, ?) "
                        + onConflict,
                subject.provider().text(),
                subject.text(),
                user.value(),
                email,
                now(),
                now());
    }

    /// An account and its identity, or neither: empty where somebody has the address or the
    /// identity.
    public Optional<UserId> signUp(Subject subject, EmailAddress email, DisplayName name) {
        var id = UserId.next(clock);
        try {
            return database.inInstallation(handle -> {
                handle.execute(
                        "insert into users (id, email, name, email_verified_at, created_at)"
                                + " values (?, ?, ?, ?, ?)",
                        id.value(),
                        email.text(),
                        name.text(),
                        now(),
                        now());
                link(handle, subject, id, email.text(), "");
                return Optional.of(id);
            });
        } catch (JdbiException e) {
            if (Database.duplicate(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /// Links an account that the directory of `organization` made and that nobody has signed in to
    /// yet; empty where there is none with this address.
    public Optional<UserId> claim(
            Subject subject, EmailAddress email, OrganizationId organization) {
        return database.inInstallation(handle -> {
            Optional<UserId> found =
                    handle.createQuery(
                                    """
                                    select id from users u
                                    where email = ? and provisioned_by = ? and password_hash is null
                                      and not administrator
                                      and not exists (
                                          select from identities i where i.user_id = u.id)
                                      and not exists (
                                          select from sessions s where s.user_id = u.id)
                                    for update\
                                    """)
                            .bind(0, email.text())
                            .bind(1, organization.value())
                            .mapTo(UUID.class)
                            .findOne()
                            .map(UserId::new);
            found.ifPresent(user -> {
                link(handle, subject, user, email.text(), "");
                handle.execute(
                        "update users set email_verified_at = coalesce(email_verified_at, ?)"
                                + " where id = ?",
                        now(),
                        user.value());
            });
            return found;
        });
    }

    /// Notes that it was used, and the address it has there now.
    public void used(Subject subject, String email) {
        database.inInstallation(handle ->
                handle.execute(
                        "update identities set used_at = ?, email = ?"
                                + " where provider = ? and subject = ?",
                        now(),
                        email,
                        subject.provider().text(),
                        subject.text()));
    }

    /// What came of disconnecting.
    public enum Unlinked {
        DONE,
        MISSING,
        LAST
    }

    /// Refuses what is the last way to sign in: an account without a password needs another
    /// identity, of a provider that is on. With it goes what the provider gave.
    public Unlinked unlink(UserId user, ProviderId provider) {
        return database.inInstallation(handle -> {
            boolean password =
                    handle.createQuery(
                                    "select password_hash is not null from users where id = ?"
                                            + " for update")
                            .bind(0, user.value())
                            .mapTo(Boolean.class)
                            .one();
            List<String> usable =
                    handle.createQuery(
                                    "select i.provider from identities i join providers p"
                                            + " on p.name = i.provider"
                                            + " where i.user_id = ? and p.enabled")
                            .bind(0, user.value())
                            .mapTo(String.class)
                            .list();
            if (!password && usable.stream().allMatch(provider.text()::equals)) {
                return Unlinked.LAST;
            }
            int gone =
                    handle.execute(
                            "delete from identities where user_id = ? and provider = ?",
                            user.value(),
                            provider.text());
            if (gone == 0) {
                return Unlinked.MISSING;
            }
            for (String given : List.of("mapped_roles", "group_members")) {
                handle.execute(
                        "delete from " + given + " where user_id = ? and provider = ?",
                        user.value(),
                        provider.text());
            }
            return Unlinked.DONE;
        });
    }

    private OffsetDateTime now() {
        return Columns.at(clock.instant());
    }
}
