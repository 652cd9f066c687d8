package dev.fairlead.controlplane.store.directory;

import dev.fairlead.controlplane.store.Columns;
import dev.fairlead.controlplane.store.Database;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.GroupId;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.UserId;
import dev.fairlead.model.people.DisplayName;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/// Groups as a directory sees them.
public final class DirectoryGroupStore {
    private static final String GROUPS =
            """
            from (select id, name, external_id, created_at,
                    coalesce(changed_at, created_at) as changed_at
                from groups where organization_id = :organization) g\
            """;
    private static final String BELONGING =
            " (select group_id, user_id from group_members"
                    + " union select group_id, user_id from directory_group_members) b";
    private static final String HAS_MEMBER =
            " exists (select from" + BELONGING + " where b.group_id = g.id and %s)";

    private final Database database;
    private final Clock clock;

    public DirectoryGroupStore(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /// What a directory says of a group; empty members where it says nothing of them.
    public record Entry(
            DisplayName name, Optional<String> externalId, Optional<Set<UserId>> members) {
        public Entry {
            members = members.map(Set::copyOf);
        }
    }

    /// With who is in them where `members` is asked for.
    public Found<DirectoryGroup> find(OrganizationId organization, Search search, boolean members) {
        Optional<Conditions> conditions =
                search.criterion().map(wanted -> new Conditions(wanted, HAS_MEMBER));
        String where = conditions.map(c -> " where " + c.sql()).orElse("");
        return database.inTenant(
                organization,
                handle -> {
                    var counting =
                            handle.createQuery("select count(*) " + GROUPS + where)
                                    .bind("organization", organization.value());
                    conditions.ifPresent(c -> c.bind(counting));
                    int total = counting.mapTo(Integer.class).one();
                    if (search.count() == 0 || total == 0) {
                        return new Found<>(List.of(), total);
                    }
                    var query =
                            handle.createQuery(
                                            "select g.* "
                                                    + GROUPS
                                                    + where
                                                    + GroupsOf.order(search)
                                                    + " limit :count offset :skipped")
                                    .bind("organization", organization.value())
                                    .bind("count", search.count())
                                    .bind("skipped", search.startIndex() - 1);
                    conditions.ifPresent(c -> c.bind(query));
                    List<DirectoryGroup> found =
                            query.map((row, _) ->
                                            new DirectoryGroup(
                                                    new GroupId(Columns.id(row, "id")),
                                                    row.getString("name"),
                                                    Optional.ofNullable(
                                                            row.getString("external_id")),
                                                    List.of(),
                                                    Columns.time(row, "created_at"),
                                                    Columns.time(row, "changed_at")))
                                    .list();
                    return new Found<>(
                            members ? withMembers(handle, organization, found) : found, total);
                });
    }

    private static List<DirectoryGroup> withMembers(
            Handle handle, OrganizationId organization, List<DirectoryGroup> groups) {
        Map<UUID, List<Reference>> members = new HashMap<>();
        handle.createQuery(
                        "select b.group_id, b.user_id, coalesce(d.user_name, u.email, '') as name"
                                + " from"
                                + BELONGING
                                + """
                                 left join directory_users d on d.user_id = b.user_id
                                  and d.organization_id = :organization
                                left join users u on u.id = b.user_id
                                where b.group_id = any (:groups::uuid[]) order by b.user_id\
                                """)
                .bind("organization", organization.value())
                .bind("groups", Columns.ids(groups.stream().map(one -> one.id().value()).toList()))
                .map((row, _) ->
                        members.computeIfAbsent(Columns.id(row, "group_id"), _ -> new ArrayList<>())
                                .add(
                                        new Reference(
                                                Columns.id(row, "user_id"), row.getString("name"))))
                .list();
        return groups.stream()
                .map(one ->
                        new DirectoryGroup(
                                one.id(),
                                one.name(),
                                one.externalId(),
                                members.getOrDefault(one.id().value(), List.of()),
                                one.createdAt(),
                                one.changedAt()))
                .toList();
    }

    public DirectoryGroup get(OrganizationId organization, GroupId group) {
        return find(organization, Search.one(group.value()), true).items().stream()
                .findFirst()
                .orElseThrow(() -> missing(group));
    }

    private static Rejected missing(GroupId group) {
        return new Rejected(ErrorCode.GROUP_NOT_FOUND, "no group " + group);
    }

    /// Refuses a name that is taken.
    public GroupId create(OrganizationId organization, Entry entry) {
        var id = GroupId.next(clock);
        return once(
                organization,
                entry,
                handle -> {
                    handle.createUpdate(
                                    """
                                    insert into groups (id, organization_id, name, external_id,
                                        created_at, changed_at)
                                    values (:id, :organization, :name, :externalId, :now, :now)\
                                    """)
                            .bind("id", id.value())
                            .bind("organization", organization.value())
                            .bind("name", entry.name().text())
                            .bind("externalId", Columns.orNull(entry.externalId()))
                            .bind("now", now())
                            .execute();
                    setMembers(handle, organization, id, entry.members().orElse(Set.of()));
                    return id;
                });
    }

    private <T> T once(OrganizationId organization, Entry entry, Function<Handle, T> work) {
        try {
            return database.inTenant(organization, work);
        } catch (JdbiException e) {
            if (Database.duplicate(e)) {
                throw new Rejected(ErrorCode.NAME_TAKEN, "there is a group '" + entry.name() + "'");
            }
            throw e;
        }
    }

    public void update(OrganizationId organization, GroupId id, Entry entry) {
        once(
                organization,
                entry,
                handle -> {
                    int there =
                            handle.createUpdate(
                                            """
                                            update groups set name = :name,
                                                external_id = :externalId, changed_at = :now
                                            where id = :id and organization_id = :organization\
                                            """)
                                    .bind("name", entry.name().text())
                                    .bind("externalId", Columns.orNull(entry.externalId()))
                                    .bind("now", now())
                                    .bind("id", id.value())
                                    .bind("organization", organization.value())
                                    .execute();
                    if (there == 0) {
                        throw missing(id);
                    }
                    entry.members().ifPresent(all -> setMembers(handle, organization, id, all));
                    return there;
                });
    }

    /// With what it was granted.
    public void delete(OrganizationId organization, GroupId id) {
        database.inTenant(
                organization,
                handle -> {
                    int gone =
                            handle.execute(
                                    "delete from groups where organization_id = ? and id = ?",
                                    organization.value(),
                                    id.value());
                    if (gone == 0) {
                        throw missing(id);
                    }
                    return gone;
                });
    }

    /// Whom the directory did not name so far it knows from now on: as the member they are.
    private void setMembers(
            Handle handle, OrganizationId organization, GroupId group, Set<UserId> wanted) {
        String users = Columns.ids(wanted.stream().map(UserId::value).toList());
        change(
                handle,
                organization,
                group,
                users,
                """
                insert into directory_users (organization_id, user_id, user_name, email, name,
                    active, created_at, changed_at)
                select m.organization_id, u.id, u.email, u.email, u.name, true, :now, :now
                from memberships m join users u on u.id = m.user_id
                where m.organization_id = :organization and m.user_id = any (:users::uuid[])
                on conflict do nothing\
                """);
        int known =
                handle.createQuery(
                                "select count(*) from directory_users where user_id = any"
                                        + " (:users::uuid[]) and organization_id = :organization")
                        .bind("users", users)
                        .bind("organization", organization.value())
                        .mapTo(Integer.class)
                        .one();
        if (known < wanted.size()) {
            throw Rejected.field("/members", "names somebody who is no user here");
        }
        for (String table : List.of("group_members", "directory_group_members")) {
            change(
                    handle,
                    organization,
                    group,
                    users,
                    "delete from "
                            + table
                            + " where organization_id = :organization and group_id = :group"
                            + " and not user_id = any (:users::uuid[])");
        }
        change(
                handle,
                organization,
                group,
                users,
                """
                insert into directory_group_members (organization_id, group_id, user_id)
                select :organization, :group, unnest(:users::uuid[]) on conflict do nothing\
                """);
        change(
                handle,
                organization,
                group,
                users,
                """
                insert into group_members (organization_id, group_id, user_id)
                select organization_id, :group, user_id from memberships
                where organization_id = :organization and user_id = any (:users::uuid[])
                on conflict do nothing\
                """);
    }

    private void change(
            Handle handle, OrganizationId organization, GroupId group, String users, String sql) {
        handle.createUpdate(sql)
                .bind("organization", organization.value())
                .bind("group", group.value())
                .bind("users", users)
                .bind("now", now())
                .execute();
    }

    private OffsetDateTime now() {
        return Columns.at(clock.instant());
    }
}
