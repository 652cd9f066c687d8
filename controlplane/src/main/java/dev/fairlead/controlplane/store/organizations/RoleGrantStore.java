package dev.fairlead.controlplane.store.organizations;

import dev.fairlead.controlplane.store.Columns;
import dev.fairlead.controlplane.store.Database;
import dev.fairlead.controlplane.store.Page;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.GroupId;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ProjectId;
import dev.fairlead.model.ids.RoleGrantId;
import dev.fairlead.model.ids.UserId;

import org.jdbi.v3.core.mapper.RowMapper;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Roles that users and groups have in projects, and groups in organizations.
public final class RoleGrantStore {
    private static final RowMapper<RoleGrant> ROW =
            (row, _) ->
                    new RoleGrant(
                            new RoleGrantId(Columns.id(row, "id")),
                            Columns.optionalId(row, "project_id").map(ProjectId::new),
                            Columns.optionalId(row, "user_id").map(UserId::new),
                            Columns.optionalId(row, "group_id").map(GroupId::new),
                            row.getString("role"));

    private final Database database;
    private final Clock clock;

    public RoleGrantStore(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /// Whom a role is granted, and where; empty `project` is everywhere.
    public record To(Optional<ProjectId> project, Optional<UserId> user, Optional<GroupId> group) {}

    /// Grants `role` instead of what they had there before. Whoever it names must belong to the
    /// organization.
    public RoleGrant put(OrganizationId organization, To to, String role) {
        var id = RoleGrantId.next(clock);
        return database.inTenant(
                organization,
                handle ->
                        handle.createQuery(
                                        """
                                        insert into role_grants (id, organization_id, project_id,
                                            user_id, group_id, role, created_at)
                                        select :id, :organization, p.id, m.user_id, g.id, :role,
                                            :now
                                        from (values (1)) one (n)
                                        left join projects p on p.id = :project::uuid
                                        left join groups g on g.id = :group::uuid
                                            and g.organization_id = :organization
                                        left join memberships m on m.user_id = :user::uuid
                                            and m.organization_id = :organization
                                        where p.id is not distinct from :project::uuid
                                          and g.id is not distinct from :group::uuid
                                          and m.user_id is not distinct from :user::uuid
                                        on conflict (organization_id, project_id, user_id, group_id)
                                            do update set role = excluded.role
                                        returning *\
                                        """)
                                .bind("id", id.value())
                                .bind("organization", organization.value())
                                .bind("project", Columns.orNull(to.project().map(ProjectId::value)))
                                .bind("user", Columns.orNull(to.user().map(UserId::value)))
                                .bind("group", Columns.orNull(to.group().map(GroupId::value)))
                                .bind("role", role)
                                .bind("now", Columns.at(clock.instant()))
                                .map(ROW)
                                .findOne()
                                .orElseThrow(() ->
                                        new Rejected(
                                                to.user().isPresent()
                                                        ? ErrorCode.MEMBER_NOT_FOUND
                                                        : ErrorCode.GROUP_NOT_FOUND,
                                                "it names a project, a member or a group that is"
                                                        + " not here")));
    }

    /// Newest first; `project` narrows to one.
    public Page<RoleGrant> list(
            OrganizationId organization,
            Optional<ProjectId> project,
            Optional<UUID> after,
            int limit) {
        return database.inTenant(
                organization,
                handle ->
                        Page.read(
                                handle.createQuery(
                                                """
                                                select * from role_grants
                                                where organization_id = :organization
                                                  and (:project::uuid is null
                                                       or project_id = :project::uuid)
                                                  and (:after::uuid is null or id < :after::uuid)
                                                order by id desc limit :limit\
                                                """)
                                        .bind("organization", organization.value())
                                        .bind(
                                                "project",
                                                Columns.orNull(project.map(ProjectId::value))),
                                after,
                                limit,
                                ROW,
                                grant -> grant.id().value()));
    }

    /// What a group was granted.
    public List<RoleGrant> ofGroup(OrganizationId organization, GroupId group) {
        return database.inTenant(
                organization,
                handle ->
                        handle.createQuery("select * from role_grants where group_id = ?")
                                .bind(0, group.value())
                                .map(ROW)
                                .list());
    }

    public RoleGrant get(OrganizationId organization, RoleGrantId id) {
        return database.inTenant(
                        organization,
                        handle ->
                                handle.createQuery("select * from role_grants where id = ?")
                                        .bind(0, id.value())
                                        .map(ROW)
                                        .findOne())
                .orElseThrow(() -> new Rejected(ErrorCode.GRANT_NOT_FOUND, "no role grant " + id));
    }

    public void delete(OrganizationId organization, RoleGrantId id) {
        database.inTenant(
                organization,
                handle -> handle.execute("delete from role_grants where id = ?", id.value()));
    }
}
