package dev.fairlead.controlplane.store.quotas;

import dev.fairlead.controlplane.store.Columns;
import dev.fairlead.controlplane.store.Database;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ProjectId;
import dev.fairlead.model.quotas.Resource;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Quotas: set by whoever gives, read by whoever is bound by them.
public final class QuotaStore {
    private final Database database;
    private final Clock clock;

    public QuotaStore(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /// Every resource, with what holds and what was used. Refuses a project that is not there.
    public List<Quota> list(Scope scope) {
        return switch (scope) {
            case Scope.Everybody _ -> database.inInstallation(handle -> list(handle, null, null));
            case Scope.OfOrganization(OrganizationId organization) ->
                    database.inTenant(
                            organization, handle -> list(handle, organization.value(), null));
            case Scope.OfProject(OrganizationId organization, ProjectId project) ->
                    database.inTenant(
                            organization,
                            handle -> {
                                require(handle, project);
                                return list(handle, organization.value(), project.value());
                            });
        };
    }

    private static void require(Handle handle, ProjectId project) {
        boolean there =
                handle.createQuery("select exists (select from projects where id = ?)")
                        .bind(0, project.value())
                        .mapTo(Boolean.class)
                        .one();
        if (!there) {
            throw new Rejected(ErrorCode.PROJECT_NOT_FOUND, "no project " + project);
        }
    }

    private List<Quota> list(Handle handle, @Nullable UUID organization, @Nullable UUID project) {
        var all = new ArrayList<Quota>();
        for (Resource resource : Resource.values()) {
            all.add(one(handle, organization, project, resource));
        }
        return all;
    }

    private Quota one(
            Handle handle, @Nullable UUID organization, @Nullable UUID project, Resource resource) {
        return handle.createQuery(
                        """
                        select q.most, case when q.project_id is not null then 'project'
                                when q.organization_id is not null then 'organization'
                                when q.most is not null then 'default' end as origin,
                            coalesce(quota_used(:organization::uuid, :project::uuid, :resource,
                                :now), 0) as used
                        from (select 1) always left join (
                            select * from quotas
                            where resource = :resource
                              and project_id is not distinct from :project::uuid
                              and (organization_id is not distinct from :organization::uuid
                                   or (organization_id is null and :project::uuid is null))
                            order by organization_id nulls last limit 1) q on true\
                        """)
                .bind("organization", organization)
                .bind("project", project)
                .bind("resource", resource.column())
                .bind("now", Columns.at(clock.instant()))
                .map((row, _) ->
                        new Quota(
                                resource,
                                Optional.ofNullable(row.getObject("most", Long.class)),
                                row.getLong("used"),
                                Optional.ofNullable(row.getString("origin"))))
                .one();
    }

    /// These and no others from now on.
    public void set(Scope scope, Map<Resource, Long> quotas) {
        switch (scope) {
            case Scope.Everybody _ ->
                    database.inInstallation(handle -> set(handle, null, null, quotas));
            case Scope.OfOrganization(OrganizationId organization) ->
                    database.inInstallation(
                            handle -> set(handle, organization.value(), null, quotas));
            case Scope.OfProject(OrganizationId organization, ProjectId project) ->
                    database.inTenant(
                            organization,
                            handle -> {
                                require(handle, project);
                                return set(handle, organization.value(), project.value(), quotas);
                            });
        }
    }

    private static int set(
            Handle handle,
            @Nullable UUID organization,
            @Nullable UUID project,
            Map<Resource, Long> quotas) {
        for (Resource resource : Resource.values()) {
            Long most = quotas.get(resource);
            handle.createUpdate(
                            most == null
                                    ? "delete from quotas where resource = :resource"
                                            + " and organization_id is not distinct from"
                                            + " :organization::uuid"
                                            + " and project_id is not distinct from :project::uuid"
                                    : "insert into quotas (organization_id, project_id, resource,"
                                            + " most) values (:organization::uuid, :project::uuid,"
                                            + " :resource, :most) on conflict (organization_id,"
                                            + " project_id, resource) do update"
                                            + " set most = excluded.most")
                    .bind("resource", resource.column())
                    .bind("organization", organization)
                    .bind("project", project)
                    .bind("most", most)
                    .execute();
        }
        return quotas.size();
    }
}
