package dev.fairlead.controlplane.store.directory;

import dev.fairlead.controlplane.store.Columns;
import dev.fairlead.model.ids.UserId;

import org.jdbi.v3.core.Handle;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Adds to people the groups they are in, and says how lists are ordered.
final class GroupsOf {
    private GroupsOf() {}

    static List<DirectoryUser> with(Handle handle, List<DirectoryUser> people) {
        Map<UUID, List<Reference>> groups = new HashMap<>();
        handle.createQuery(
                        """
                        select b.user_id, g.id, g.name from groups g join (
                            select group_id, user_id from group_members
                            union select group_id, user_id from directory_group_members) b
                            on b.group_id = g.id
                        where b.user_id = any (:users::uuid[]) order by g.id\
                        """)
                .bind("users", Columns.ids(people.stream().map(one -> one.id().value()).toList()))
                .map((row, _) ->
                        groups.computeIfAbsent(Columns.id(row, "user_id"), _ -> new ArrayList<>())
                                .add(new Reference(Columns.id(row, "id"), row.getString("name"))))
                .list();
        return people.stream().map(one -> with(one, groups)).toList();
    }

    private static DirectoryUser with(DirectoryUser one, Map<UUID, List<Reference>> groups) {
        UserId id = one.id();
        return new DirectoryUser(
                id,
                one.userName(),
                one.externalId(),
                one.email(),
                one.name(),
                one.active(),
                groups.getOrDefault(id.value(), List.of()),
                one.createdAt(),
                one.changedAt());
    }

    /// By id where the search names nothing, and among equals, so that pages do not overlap.
    static String order(Search search) {
        String by =
                search.sortBy()
                        .map(attribute ->
                                attribute.column() + (search.descending() ? " desc, " : ", "))
                        .orElse("");
        return " order by " + by + "id";
    }
}
