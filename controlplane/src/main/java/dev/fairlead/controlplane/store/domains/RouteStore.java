package dev.fairlead.controlplane.store.domains;

import dev.fairlead.controlplane.store.Columns;
import dev.fairlead.controlplane.store.Database;
import dev.fairlead.dataplane.rules.HostRoute;
import dev.fairlead.dataplane.rules.RouteAction;
import dev.fairlead.model.domains.DomainId;
import dev.fairlead.model.domains.RuleId;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ProjectId;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/// Routes of domains.
public final class RouteStore {
    static final RowMapper<RouteRow> ROW = (row, _) -> read(row);

    private final Database database;
    private final Clock clock;

    public RouteStore(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    private static RouteRow read(ResultSet row) throws SQLException {
        return new RouteRow(
                new ProjectId(Columns.id(row, "project_id")),
                new DomainId(Columns.id(row, "domain_id")),
                RouteText.read(
                        new RuleId(Columns.id(row, "id")).toString(),
                        DomainStore.text(row, "rule"),
                        DomainStore.text(row, "hashes")),
                Columns.time(row, "created_at"));
    }

    /// Keeps a route; one of the same id is replaced. `check` gets the others of its domain, which
    /// stay as they are meanwhile, and throws where it cannot be one of them.
    public RouteRow put(
            OrganizationId organization,
            Domain domain,
            HostRoute route,
            Consumer<List<HostRoute>> check) {
        return database.inTenant(
                organization,
                handle -> {
                    handle.createQuery("select 1 from domains where id = ? for update")
                            .bind(0, domain.id().value())
                            .mapTo(Integer.class)
                            .one();
                    check.accept(
                            of(handle, domain.id()).stream()
                                    .map(RouteRow::route)
                                    .filter(other -> !other.id().equals(route.id()))
                                    .toList());
                    return handle.createQuery(
                                    """
                                    insert into routes (id, organization_id, project_id, domain_id,
                                        service_id, rule, hashes, created_at)
                                    values (:id, :organization, :project, :domain, :service::uuid,
                                        :rule::jsonb, :hashes::jsonb, :now)
                                    on conflict (id) do update set service_id = excluded.service_id,
                                        rule = excluded.rule, hashes = excluded.hashes
                                    returning *\
                                    """)
                            .bind("id", RuleId.parse(route.id()).value())
                            .bind("organization", organization.value())
                            .bind("project", domain.project().value())
                            .bind("domain", domain.id().value())
                            .bind("service", service(route))
                            .bind("rule", RouteText.shown(route))
                            .bind("hashes", RouteText.hashes(route))
                            .bind("now", Columns.at(clock.instant()))
                            .map(ROW)
                            .one();
                });
    }

    private static @Nullable UUID service(HostRoute route) {
        return route.action() instanceof RouteAction.Serve(var lead, _)
                ? lead.service().value()
                : null;
    }

    private static List<RouteRow> of(Handle handle, DomainId domain) {
        return handle.createQuery("select * from routes where domain_id = ?")
                .bind(0, domain.value())
                .map(ROW)
                .list();
    }

    public List<RouteRow> of(OrganizationId organization, DomainId domain) {
        return database.inTenant(organization, handle -> of(handle, domain));
    }

    public Optional<RouteRow> find(OrganizationId organization, RuleId id) {
        return database.inTenant(
                organization,
                handle ->
                        handle.createQuery("select * from routes where id = ?")
                                .bind(0, id.value())
                                .map(ROW)
                                .findOne());
    }

    /// False where there is none.
    public boolean delete(OrganizationId organization, RuleId id) {
        return database.inTenant(
                organization,
                handle -> handle.execute("delete from routes where id = ?", id.value()) == 1);
    }
}
