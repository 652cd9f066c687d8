package dev.fairlead.controlplane.store.directory;

import dev.fairlead.controlplane.store.Columns;
import dev.fairlead.controlplane.store.Database;
import dev.fairlead.controlplane.store.organizations.MemberStore;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.UserId;
import dev.fairlead.model.people.DisplayName;
import dev.fairlead.model.people.EmailAddress;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/// People of an organization as its directory sees them, and the accounts that it made. Changes
/// reach accounts and memberships at once or not at all, so they are transactions of the
/// installation, with the organization in every statement.
public final class DirectoryUserStore {
    private static final String PEOPLE =
            """
            from (select coalesce(d.user_id, m.user_id) as id,
                    coalesce(d.user_name, u.email) as user_name, d.external_id,
                    coalesce(u.email, d.email) as email, coalesce(u.name, d.name) as name,
                    coalesce(d.active, true) as active,
                    coalesce(d.created_at, m.created_at) as created_at,
                    coalesce(d.changed_at, m.created_at) as changed_at
                from (select * from memberships where organization_id = :organization) m
                full join (select * from directory_users where organization_id = :organization) d
                    on d.user_id = m.user_id
                left join users u on u.id = m.user_id) people\
            """;
    private static final String IN_GROUP =
            " exists (select from (select group_id, user_id from group_members"
                    + " union all select group_id, user_id from directory_group_members) g"
                    + " where g.user_id = people.id and %s)";

    private final Database database;
    private final MemberStore members;
    private final Clock clock;

    public DirectoryUserStore(Database database, MemberStore members, Clock clock) {
        this.database = database;
        this.members = members;
        this.clock = clock;
    }

    /// What a directory says of somebody.
    public record Entry(
            String userName,
            Optional<String> externalId,
            EmailAddress email,
            DisplayName name,
            boolean active) {}

    /// Who it is now, and whether they have to agree first: an account that somebody else made
    /// joins nothing without its owner.
    public record Change(UserId user, boolean toInvite) {}

    private record Account(UUID id, boolean made, boolean belongsElsewhere, boolean administrator) {
        /// Whether the organization may rename and close it.
        boolean owned() {
            return made && !belongsElsewhere && !administrator;
        }
    }

    public Found<DirectoryUser> find(OrganizationId organization, Search search) {
        return database.inTenant(organization, handle -> find(handle, organization, search));
    }

    private static Found<DirectoryUser> find(
            Handle handle, OrganizationId organization, Search search) {
        Optional<Conditions> conditions =
                search.criterion().map(wanted -> new Conditions(wanted, IN_GROUP));
        String where = conditions.map(c -> " where " + c.sql()).orElse("");
        var counting =
                handle.createQuery("select count(*) " + PEOPLE + where)
                        .bind("organization", organization.value());
        conditions.ifPresent(c -> c.bind(counting));
        int total = counting.mapTo(Integer.class).one();
        if (search.count() == 0 || total == 0) {
            return new Found<>(List.of(), total);
        }
        var query =
                handle.createQuery(
                                "select people.* "
                                        + PEOPLE
                                        + where
                                        + GroupsOf.order(search)
                                        + " limit :count offset :skipped")
                        .bind("organization", organization.value())
                        .bind("count", search.count())
                        .bind("skipped", search.startIndex() - 1);
        conditions.ifPresent(c -> c.bind(query));
        List<DirectoryUser> found = query.map((row, _) -> read(row)).list();
        return new Found<>(GroupsOf.with(handle, found), total);
    }

    public DirectoryUser get(OrganizationId organization, UserId user) {
        return database.inTenant(organization, handle -> get(handle, organization, user));
    }

    private static DirectoryUser get(Handle handle, OrganizationId organization, UserId user) {
        return find(handle, organization, Search.one(user.value())).items().stream()
                .findFirst()
                .orElseThrow(() -> missing(user));
    }

    private static Rejected missing(UserId user) {
        return new Rejected(ErrorCode.MEMBER_NOT_FOUND, "no user " + user + " here");
    }

    private static DirectoryUser read(ResultSet row) throws SQLException {
        return new DirectoryUser(
                new UserId(Columns.id(row, "id")),
                row.getString("user_name"),
                Optional.ofNullable(row.getString("external_id")),
                row.getString("email"),
                row.getString("name"),
                row.getBoolean("active"),
                List.of(),
                Columns.time(row, "created_at"),
                Columns.time(row, "changed_at"));
    }

    /// Refuses who is there already.
    public Change create(OrganizationId organization, Entry entry) {
        return once(handle -> {
            Optional<Account> there = account(handle, organization, entry.email());
            if (there.isPresent() && known(handle, organization, there.get().id())) {
                throw new Rejected(ErrorCode.NAME_TAKEN, entry.email() + " is here already");
            }
            Account account = there.orElseGet(() -> made(handle, organization, entry));
            put(handle, organization, account.id(), entry);
            return admitted(handle, organization, account, entry);
        });
    }

    private <T> T once(Function<Handle, T> work) {
        try {
            return database.inInstallation(work);
        } catch (JdbiException e) {
            if (Database.duplicate(e)) {
                throw new Rejected(
                        ErrorCode.NAME_TAKEN, "another user has this userName or address");
            }
            throw e;
        }
    }

    private static Optional<Account> account(
            Handle handle, OrganizationId organization, EmailAddress email) {
        return handle.createQuery(ACCOUNT + " where u.email = :email for update of u")
                .bind("organization", organization.value())
                .bind("email", email.text())
                .map((row, _) -> account(row))
                .findOne();
    }

    private static final String ACCOUNT =
            """
            select u.id, u.administrator,
                u.provisioned_by is not distinct from :organization::uuid as made,
                exists (select from memberships m where m.user_id = u.id
                    and m.organization_id <> :organization) as elsewhere
            from users u\
            """;

    private static Account account(ResultSet row) throws SQLException {
        return new Account(
                Columns.id(row, "id"),
                row.getBoolean("made"),
                row.getBoolean("elsewhere"),
                row.getBoolean("administrator"));
    }

    private static boolean known(Handle handle, OrganizationId organization, UUID user) {
        return handle.createQuery(
                        """
                        select exists (select from memberships
                                where organization_id = :organization and user_id = :user)
                            or exists (select from directory_users
                                where organization_id = :organization and user_id = :user)\
                        """)
                .bind("organization", organization.value())
                .bind("user", user)
                .mapTo(Boolean.class)
                .one();
    }

    private Account made(Handle handle, OrganizationId organization, Entry entry) {
        UUID id = UserId.next(clock).value();
        handle.execute(
                "insert into users (id, email, name, created_at, provisioned_by)"
                        + " values (?, ?, ?, ?, ?)",
                id,
                entry.email().text(),
                entry.name().text(),
                now(),
                organization.value());
        return new Account(id, true, false, false);
    }

    private void put(Handle handle, OrganizationId organization, UUID user, Entry entry) {
        handle.createUpdate(
                        """
                        insert into directory_users (organization_id, user_id, user_name,
                            external_id, email, name, active, created_at, changed_at)
                        values (:organization, :user, :userName, :externalId, :email, :name,
                            :active, :now, :now)
                        on conflict (organization_id, user_id) do update
                            set user_name = excluded.user_name, external_id = excluded.external_id,
                                email = excluded.email, name = excluded.name,
                                active = excluded.active, changed_at = excluded.changed_at\
                        """)
                .bind("organization", organization.value())
                .bind("user", user)
                .bind("userName", entry.userName())
                .bind("externalId", Columns.orNull(entry.externalId()))
                .bind("email", entry.email().text())
                .bind("name", entry.name().text())
                .bind("active", entry.active())
                .bind("now", now())
                .execute();
    }

    private Change admitted(
            Handle handle, OrganizationId organization, Account account, Entry entry) {
        var user = new UserId(account.id());
        if (!entry.active()) {
            return new Change(user, false);
        }
        if (!account.made()) {
            return new Change(user, true);
        }
        handle.execute(
                "update users set disabled_at = null, closed_by = null"
                        + " where id = ? and closed_by = ?",
                account.id(),
                organization.value());
        handle.execute(
                "insert into memberships (organization_id, user_id, role, created_at)"
                        + " values (?, ?, 'member', ?) on conflict do nothing",
                organization.value(),
                account.id(),
                now());
        return new Change(user, false);
    }

    /// Makes of somebody what the directory says now. Who is not active is a member no more, and
    /// where the directory made their account, it is closed.
    public Change update(OrganizationId organization, UserId user, Entry entry) {
        return once(handle -> {
            Account account = locked(handle, organization, user);
            DirectoryUser before = get(handle, organization, user);
            if (!before.email().equals(entry.email().text())) {
                if (!account.owned()) {
                    throw new Rejected(
                            ErrorCode.ATTRIBUTE_IMMUTABLE,
                            "the account belongs to its person, who changes its address");
                }
                handle.execute(
                        "update users set email = ?, email_verified_at = null where id = ?",
                        entry.email().text(),
                        user.value());
            }
            if (account.owned()) {
                handle.execute(
                        "update users set name = ? where id = ? and name <> ?",
                        entry.name().text(),
                        user.value(),
                        entry.name().text());
            }
            put(handle, organization, user.value(), entry);
            if (before.active() && !entry.active()) {
                expel(handle, organization, account, before);
            }
            return before.active()
                    ? new Change(user, false)
                    : admitted(handle, organization, account, entry);
        });
    }

    private static Account locked(Handle handle, OrganizationId organization, UserId user) {
        return handle.createQuery(ACCOUNT + " where u.id = :user for update of u")
                .bind("organization", organization.value())
                .bind("user", user.value())
                .map((row, _) -> account(row))
                .findOne()
                .filter(account -> known(handle, organization, account.id()))
                .orElseThrow(() -> missing(user));
    }

    private void expel(
            Handle handle, OrganizationId organization, Account account, DirectoryUser before) {
        members.removeIfMember(handle, organization, before.id());
        handle.execute(
                "update invitations set revoked_at = ? where organization_id = ? and email = ?"
                        + " and accepted_at is null and revoked_at is null",
                now(),
                organization.value(),
                before.email());
        if (account.owned()) {
            handle.execute(
                    "update users set disabled_at = ?, closed_by = ?"
                            + " where id = ? and disabled_at is null",
                    now(),
                    organization.value(),
                    account.id());
            handle.execute(
                    "update sessions set revoked_at = ? where user_id = ? and revoked_at is null",
                    now(),
                    account.id());
        }
    }

    /// Forgets somebody, who belongs to the organization no more. Their account stays for the log
    /// to name, closed where the directory made it.
    public void delete(OrganizationId organization, UserId user) {
        once(handle -> {
            Account account = locked(handle, organization, user);
            expel(handle, organization, account, get(handle, organization, user));
            return handle.execute(
                    "delete from directory_users where organization_id = ? and user_id = ?",
                    organization.value(),
                    user.value());
        });
    }

    private OffsetDateTime now() {
        return Columns.at(clock.instant());
    }
}
