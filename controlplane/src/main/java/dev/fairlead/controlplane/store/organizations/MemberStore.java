package dev.fairlead.controlplane.store.organizations;

import dev.fairlead.controlplane.store.Columns;
import dev.fairlead.controlplane.store.Database;
import dev.fairlead.controlplane.store.Page;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.UserId;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Members of organizations. Whatever happens, an organization that had an owner keeps one.
public final class MemberStore {
    private static final String OWNER = "owner";

    /// What providers gave to `m`.
    static final String MAPPED =
            "coalesce((select array_agg(r.role order by r.role) from mapped_roles r"
                    + " where r.organization_id = m.organization_id"
                    + " and r.user_id = m.user_id), '{}')";

    private static final String MEMBERS =
            "select m.user_id, m.role, m.created_at, u.email, u.name, "
                    + MAPPED
                    + " as mapped_roles from memberships m join users u on u.id = m.user_id where";
    static final RowMapper<Member> ROW =
            (row, _) ->
                    new Member(
                            new UserId(Columns.id(row, "user_id")),
                            row.getString("email"),
                            row.getString("name"),
                            row.getString("role"),
                            List.of((String[]) row.getArray("mapped_roles").getArray()),
                            Columns.time(row, "created_at"));

    private final Database database;
    private final Clock clock;

    public MemberStore(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /// False when they are one already.
    public boolean add(OrganizationId organization, UserId user, String role) {
        return database.inTenant(
                organization,
                handle ->
                        handle.execute(
                                        "insert into memberships (organization_id, user_id, role,"
                                                + " created_at) values (?, ?, ?, ?)"
                                                + " on conflict do nothing",
                                        organization.value(),
                                        user.value(),
                                        role,
                                        Columns.at(clock.instant()))
                                == 1);
    }

    /// Newest first; `email` narrows to one.
    public Page<Member> list(
            OrganizationId organization, Optional<String> email, Optional<UUID> after, int limit) {
        return database.inTenant(
                organization,
                handle ->
                        Page.read(
                                handle.createQuery(
                                                MEMBERS
                                                        + """
                                                           m.organization_id = :organization
                                                          and (:email::text is null
                                                               or u.email = :email::text)
                                                          and (:after::uuid is null
                                                               or m.user_id < :after::uuid)
                                                        order by m.user_id desc limit :limit\
                                                        """)
                                        .bind("organization", organization.value())
                                        .bind("email", Columns.orNull(email)),
                                after,
                                limit,
                                ROW,
                                member -> member.user().value()));
    }

    public Member get(OrganizationId organization, UserId user) {
        return find(organization, user).orElseThrow(() -> missing(user));
    }

    public Optional<Member> find(OrganizationId organization, UserId user) {
        return database.inTenant(organization, handle -> find(handle, organization, user));
    }

    private static Optional<Member> find(Handle handle, OrganizationId organization, UserId user) {
        return handle.createQuery(MEMBERS + " m.organization_id = ? and m.user_id = ?")
                .bind(0, organization.value())
                .bind(1, user.value())
                .map(ROW)
                .findOne();
    }

    private static Rejected missing(UserId user) {
        return new Rejected(ErrorCode.MEMBER_NOT_FOUND, "no member " + user);
    }

    /// Refuses to leave an organization without an owner. Who is given a role here stays a member,
    /// whatever a provider says.
    public Member setRole(OrganizationId organization, UserId user, String role) {
        return database.inTenant(
                organization,
                handle -> {
                    keepOwner(handle, organization, user, role);
                    handle.execute(
                            "update memberships set role = ?, provider = null"
                                    + " where organization_id = ? and user_id = ?",
                            role,
                            organization.value(),
                            user.value());
                    return find(handle, organization, user).orElseThrow(() -> missing(user));
                });
    }

    /// With their groups, grants and keys there; refuses the last owner.
    public void remove(OrganizationId organization, UserId user) {
        database.inTenant(
                organization,
                handle -> {
                    if (!removeIfMember(handle, organization, user)) {
                        throw missing(user);
                    }
                    return user;
                });
    }

    /// The same as a part of a larger change; false where they are none.
    public boolean removeIfMember(Handle handle, OrganizationId organization, UserId user) {
        keepOwner(handle, organization, user, "");
        handle.execute(
                "update keys set revoked_at = ? where organization_id = ? and user_id = ?"
                        + " and revoked_at is null",
                Columns.at(clock.instant()),
                organization.value(),
                user.value());
        return handle.execute(
                        "delete from memberships where organization_id = ? and user_id = ?",
                        organization.value(),
                        user.value())
                == 1;
    }

    /// `to` becomes an owner and `from` an admin, or neither does.
    public void transfer(OrganizationId organization, UserId from, UserId to) {
        database.inTenant(
                organization,
                handle -> {
                    if (find(handle, organization, to).isEmpty()) {
                        throw missing(to);
                    }
                    String change =
                            "update memberships set role = ?, provider = null"
                                    + " where organization_id = ? and user_id = ?";
                    handle.execute(change, OWNER, organization.value(), to.value());
                    return handle.execute(change, "admin", organization.value(), from.value());
                });
    }

    /// Locks the owners' rows, so that two owners who leave at once do not both succeed.
    private static void keepOwner(
            Handle handle, OrganizationId organization, UserId user, String role) {
        List<UUID> owners =
                handle.createQuery(
                                "select user_id from memberships"
                                        + " where organization_id = ? and role = 'owner'"
                                        + " order by user_id for update")
                        .bind(0, organization.value())
                        .mapTo(UUID.class)
                        .list();
        if (!role.equals(OWNER) && owners.equals(List.of(user.value()))) {
            throw new Rejected(
                    ErrorCode.LAST_OWNER, "make somebody else an owner first, or transfer it");
        }
    }
}
