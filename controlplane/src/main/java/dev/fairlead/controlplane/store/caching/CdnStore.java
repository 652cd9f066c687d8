package dev.fairlead.controlplane.store.caching;

import dev.fairlead.controlplane.store.Columns;
import dev.fairlead.controlplane.store.Database;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ProjectId;

import org.jdbi.v3.core.Handle;

import java.time.Clock;
import java.util.Optional;

/// The networks in front of projects.
public final class CdnStore {
    private final Database database;
    private final Clock clock;

    public CdnStore(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    public Optional<Cdn> find(OrganizationId organization, ProjectId project) {
        return database.inTenant(organization, handle -> find(handle, project));
    }

    /// Of whatever organization.
    public Optional<Cdn> find(ProjectId project) {
        return database.inInstallation(handle -> find(handle, project));
    }

    private static Optional<Cdn> find(Handle handle, ProjectId project) {
        return handle.createQuery(
                        "select project_id, kind, place, encode(token_sealed, 'base64') as sealed"
                                + " from cdns where project_id = ?")
                .bind(0, project.value())
                .map((row, _) ->
                        new Cdn(
                                new ProjectId(Columns.id(row, "project_id")),
                                Cdn.Kind.parse(row.getString("kind")).orElseThrow(),
                                row.getString("place"),
                                row.getString("sealed").replace("\n", "")))
                .findOne();
    }

    /// False where there is no such project.
    public boolean put(OrganizationId organization, Cdn cdn) {
        return database.inTenant(
                organization,
                handle ->
                        handle.createUpdate(
                                                """
                                                insert into cdns (project_id, organization_id, kind, place,
                                                    token_sealed, created_at)
                                                select p.id, p.organization_id, :kind, :place,
                                                    decode(:sealed, 'base64'), :now
                                                from projects p where p.id = :project
                                                on conflict (project_id) do update set
                                                    kind = excluded.kind, place = excluded.place,
                                                    token_sealed = excluded.token_sealed\
                                                """)
                                        .bind("kind", cdn.kind().word())
                                        .bind("place", cdn.place())
                                        .bind("sealed", cdn.sealed())
                                        .bind("now", Columns.at(clock.instant()))
                                        .bind("project", cdn.project().value())
                                        .execute()
                                == 1);
    }

    /// False where there is none.
    public boolean delete(OrganizationId organization, ProjectId project) {
        return database.inTenant(
                organization,
                handle ->
                        handle.execute("delete from cdns where project_id = ?", project.value())
                                == 1);
    }
}
