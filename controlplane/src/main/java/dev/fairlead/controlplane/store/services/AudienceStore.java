package dev.fairlead.controlplane.store.services;

import dev.fairlead.controlplane.store.Acting;
import dev.fairlead.controlplane.store.Columns;
import dev.fairlead.controlplane.store.Database;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.GroupId;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ServiceId;
import dev.fairlead.model.ids.UserId;

import java.util.List;
import java.util.Optional;

/// Who may reach a function: everybody whose role allows it, or those who are listed. The row
/// policies hold to it; this is where the lists are kept.
public final class AudienceStore {
    private static final String LISTED = "listed";
    private static final String ORGANIZATION = "organization";

    private final Database database;

    public AudienceStore(Database database) {
        this.database = database;
    }

    /// Empty lists with `listed` leave administrators of the organization alone.
    public record Audience(boolean listed, List<UserId> users, List<GroupId> groups) {
        public Audience {
            users = users.stream().distinct().toList();
            groups = groups.stream().distinct().toList();
        }
    }

    private record Allowed(Optional<UserId> user, Optional<GroupId> group) {}

    public Audience get(OrganizationId organization, ServiceId function) {
        return database.inTenant(
                organization,
                handle -> {
                    boolean listed =
                            handle.createQuery("select audience from services where id = ?")
                                    .bind(0, function.value())
                                    .mapTo(String.class)
                                    .findOne()
                                    .orElseThrow(() -> missing(function))
                                    .equals(LISTED);
                    List<Allowed> allowed =
                            handle.createQuery(
                                            "select user_id, group_id from service_allowed"
                                                    + " where service_id = ?"
                                                    + " order by user_id, group_id")
                                    .bind(0, function.value())
                                    .map((row, _) ->
                                            new Allowed(
                                                    Columns.optionalId(row, "user_id")
                                                            .map(UserId::new),
                                                    Columns.optionalId(row, "group_id")
                                                            .map(GroupId::new)))
                                    .list();
                    return new Audience(
                            listed,
                            allowed.stream().flatMap(one -> one.user().stream()).toList(),
                            allowed.stream().flatMap(one -> one.group().stream()).toList());
                });
    }

    /// Whether the row policies show a function to who may reach so much.
    public boolean reaches(OrganizationId organization, ServiceId function, Acting reach) {
        return database.inTenant(
                organization,
                reach,
                handle ->
                        handle.createQuery("select exists (select from services where id = ?)")
                                .bind(0, function.value())
                                .mapTo(Boolean.class)
                                .one());
    }

    private static Rejected missing(ServiceId function) {
        return new Rejected(ErrorCode.FUNCTION_NOT_FOUND, "no function " + function);
    }

    /// Refuses users and groups of other organizations.
    public void put(OrganizationId organization, ServiceId function, Audience audience) {
        database.inTenant(
                organization,
                handle -> {
                    int there =
                            handle.execute(
                                    "update services set audience = ? where id = ?",
                                    audience.listed() ? LISTED : ORGANIZATION,
                                    function.value());
                    if (there == 0) {
                        throw missing(function);
                    }
                    handle.execute(
                            "delete from service_allowed where service_id = ?", function.value());
                    for (UserId user : audience.users()) {
                        int listed =
                                handle.execute(
                                        "insert into service_allowed (organization_id,"
                                                + " service_id, user_id) select organization_id,"
                                                + " ?, user_id from memberships"
                                                + " where organization_id = ? and user_id = ?"
                                                + " on conflict do nothing",
                                        function.value(),
                                        organization.value(),
                                        user.value());
                        require(listed, ErrorCode.MEMBER_NOT_FOUND, "no member " + user);
                    }
                    for (GroupId group : audience.groups()) {
                        int listed =
                                handle.execute(
                                        "insert into service_allowed (organization_id,"
                                                + " service_id, group_id) select organization_id,"
                                                + " ?, id from groups"
                                                + " where organization_id = ? and id = ?"
                                                + " on conflict do nothing",
                                        function.value(),
                                        organization.value(),
                                        group.value());
                        require(listed, ErrorCode.GROUP_NOT_FOUND, "no group " + group);
                    }
                    return there;
                });
    }

    private static void require(int rows, ErrorCode code, String detail) {
        if (rows == 0) {
            throw new Rejected(code, detail);
        }
    }
}
