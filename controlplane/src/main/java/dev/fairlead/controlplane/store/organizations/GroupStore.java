package dev.fairlead.controlplane.store.organizations;

import dev.fairlead.controlplane.store.Columns;
import dev.fairlead.controlplane.store.Database;
import dev.fairlead.controlplane.store.Page;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.GroupId;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.UserId;
import dev.fairlead.model.people.DisplayName;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.mapper.RowMapper;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Groups and who is in them.
public final class GroupStore {
    private static final String GROUPS =
            "select g.*, (select count(*) from group_members m where m.group_id = g.id) as members"
                    + " from groups g where g.organization_id = :organization";
    private static final RowMapper<Group> ROW =
            (row, _) ->
                    new Group(
                            new GroupId(Columns.id(row, "id")),
                            row.getString("name"),
                            Optional.ofNullable(row.getString("external_id")),
                            row.getInt("members"),
                            Columns.time(row, "created_at"));

    private final Database database;
    private final Clock clock;

    public GroupStore(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /// Refuses a name that is taken.
    public Group create(
            OrganizationId organization, DisplayName name, Optional<String> externalId) {
        var id = GroupId.next(clock);
        try {
            return database.inTenant(
                    organization,
                    handle -> {
                        handle.execute(
                                "insert into groups (id, organization_id, name, external_id,"
                                        + " created_at) values (?, ?, ?, ?, ?)",
                                id.value(),
                                organization.value(),
                                name.text(),
                                Columns.orNull(externalId),
                                Columns.at(clock.instant()));
                        return get(handle, organization, id);
                    });
        } catch (JdbiException e) {
            throw taken(e, name);
        }
    }

    private static RuntimeException taken(JdbiException e, DisplayName name) {
        return Database.duplicate(e)
                ? new Rejected(ErrorCode.NAME_TAKEN, "there is a group '" + name + "'")
                : e;
    }

    /// Newest first; `name` narrows to one.
    public Page<Group> list(
            OrganizationId organization, Optional<String> name, Optional<UUID> after, int limit) {
        return database.inTenant(
                organization,
                handle ->
                        Page.read(
                                handle.createQuery(
                                                GROUPS
                                                        + """
                                                         and (:name::text is null
                                                              or g.name = :name::text)
                                                         and (:after::uuid is null
                                                              or g.id < :after::uuid)
                                                        order by g.id desc limit :limit\
                                                        """)
                                        .bind("organization", organization.value())
                                        .bind("name", Columns.orNull(name)),
                                after,
                                limit,
                                ROW,
                                group -> group.id().value()));
    }

    public Group get(OrganizationId organization, GroupId id) {
        return database.inTenant(organization, handle -> get(handle, organization, id));
    }

    private static Group get(Handle handle, OrganizationId organization, GroupId id) {
        return handle.createQuery(GROUPS + " and g.id = :id")
                .bind("organization", organization.value())
                .bind("id", id.value())
                .map(ROW)
                .findOne()
                .orElseThrow(() -> new Rejected(ErrorCode.GROUP_NOT_FOUND, "no group " + id));
    }

    public Group rename(OrganizationId organization, GroupId id, DisplayName name) {
        try {
            return database.inTenant(
                    organization,
                    handle -> {
                        handle.execute(
                                "update groups set name = ? where id = ?", name.text(), id.value());
                        return get(handle, organization, id);
                    });
        } catch (JdbiException e) {
            throw taken(e, name);
        }
    }

    public void delete(OrganizationId organization, GroupId id) {
        database.inTenant(
                organization,
                handle -> {
                    get(handle, organization, id);
                    return handle.execute("delete from groups where id = ?", id.value());
                });
    }

    /// Members of it, newest users first.
    public Page<Member> members(
            OrganizationId organization, GroupId id, Optional<UUID> after, int limit) {
        List<Member> found =
                database.inTenant(
                        organization,
                        handle -> {
                            get(handle, organization, id);
                            return handle.createQuery(
                                            """
                                            select m.user_id, m.role, m.created_at, u.email, u.name,
                                                <mapped> as mapped_roles
                                            from group_members g
                                            join memberships m on m.user_id = g.user_id
                                                and m.organization_id = g.organization_id
                                            join users u on u.id = m.user_id
                                            where g.group_id = :group
                                              and (:after::uuid is null
                                                   or m.user_id < :after::uuid)
                                            order by m.user_id desc limit :limit\
                                            """)
                                    .define("mapped", MemberStore.MAPPED)
                                    .bind("group", id.value())
                                    .bind("after", Columns.orNull(after))
                                    .bind("limit", limit + 1)
                                    .map(MemberStore.ROW)
                                    .list();
                        });
        return Page.of(found, limit, member -> member.user().value());
    }

    /// Without effect where they are in it already, but that they stay; refuses who is no member of
    /// the organization.
    public void add(OrganizationId organization, GroupId id, UserId user) {
        database.inTenant(
                organization,
                handle -> {
                    get(handle, organization, id);
                    int member =
                            handle.execute(
                                    """
                                    insert into group_members (organization_id, group_id, user_id)
                                    select m.organization_id, ?, m.user_id from memberships m
                                    where m.organization_id = ? and m.user_id = ?
                                    on conflict (group_id, user_id) do update
                                        set provider = null\
                                    """,
                                    id.value(),
                                    organization.value(),
                                    user.value());
                    if (member == 0) {
                        throw new Rejected(ErrorCode.MEMBER_NOT_FOUND, "no member " + user);
                    }
                    return member;
                });
    }

    /// Without effect where they are not in it.
    public void remove(OrganizationId organization, GroupId id, UserId user) {
        database.inTenant(
                organization,
                handle -> {
                    get(handle, organization, id);
                    for (String table : List.of("group_members", "directory_group_members")) {
                        handle.execute(
                                "delete from " + table + " where group_id = ? and user_id = ?",
                                id.value(),
                                user.value());
                    }
                    return id;
                });
    }
}
