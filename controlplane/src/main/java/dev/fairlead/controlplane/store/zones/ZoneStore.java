package dev.fairlead.controlplane.store.zones;

import dev.fairlead.controlplane.store.Columns;
import dev.fairlead.controlplane.store.Database;
import dev.fairlead.controlplane.store.Page;
import dev.fairlead.controlplane.store.zones.Zone.Means;
import dev.fairlead.model.domains.DomainName;
import dev.fairlead.model.domains.ZoneId;
import dev.fairlead.model.domains.ZoneKind;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ProjectId;

import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.mapper.RowMapper;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Zones of projects.
public final class ZoneStore {
    private static final RowMapper<Zone> ROW = (row, _) -> read(row);

    private final Database database;
    private final Clock clock;

    public ZoneStore(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    private static Zone read(ResultSet row) throws SQLException {
        return new Zone(
                new ZoneId(Columns.id(row, "id")),
                new OrganizationId(Columns.id(row, "organization_id")),
                new ProjectId(Columns.id(row, "project_id")),
                new DomainName(text(row, "name")),
                new Means(
                        ZoneKind.parse(text(row, "kind")),
                        text(row, "address"),
                        Optional.ofNullable(row.getString("key_name")),
                        Optional.ofNullable(row.getString("algorithm"))),
                Base64.getEncoder().encodeToString(row.getBytes("secret_sealed")),
                Columns.time(row, "created_at"));
    }

    private static String text(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column)).orElseThrow();
    }

    /// Keeps one; refuses a name that the project has, and one zone too many.
    public Zone create(Zone zone, int most) {
        try {
            return database.inTenant(
                    zone.organization(),
                    handle -> {
                        List<Integer> there =
                                handle.createQuery(
                                                "select (select count(*) from zones z where"
                                                        + " z.project_id = p.id) from projects p"
                                                        + " where p.id = ? for update")
                                        .bind(0, zone.project().value())
                                        .mapTo(Integer.class)
                                        .list();
                        if (there.isEmpty()) {
                            throw new Rejected(
                                    ErrorCode.PROJECT_NOT_FOUND, "no project " + zone.project());
                        }
                        if (there.getFirst() >= most) {
                            throw new Rejected(
                                    ErrorCode.ZONE_EXISTS,
                                    "a project has at most " + most + " zones");
                        }
                        return handle.createQuery(
                                        """
                                        insert into zones (id, organization_id, project_id, name,
                                            kind, address, key_name, algorithm, secret_sealed,
                                            created_at)
                                        values (:id, :organization, :project, :name, :kind,
                                            :address, :key::text, :algorithm::text, :sealed, :now)
                                        returning *\
                                        """)
                                .bind("id", zone.id().value())
                                .bind("organization", zone.organization().value())
                                .bind("project", zone.project().value())
                                .bind("name", zone.name().text())
                                .bind("kind", zone.means().kind().word())
                                .bind("address", zone.means().address())
                                .bind("key", Columns.orNull(zone.means().keyName()))
                                .bind("algorithm", Columns.orNull(zone.means().algorithm()))
                                .bind("sealed", Base64.getDecoder().decode(zone.sealed()))
                                .bind("now", Columns.at(clock.instant()))
                                .map(ROW)
                                .one();
                    });
        } catch (JdbiException e) {
            if (Database.duplicate(e)) {
                throw new Rejected(
                        ErrorCode.ZONE_EXISTS, "the project has '" + zone.name() + "' already");
            }
            throw e;
        }
    }

    public Optional<Zone> find(OrganizationId organization, ZoneId id) {
        return database.inTenant(
                organization,
                handle ->
                        handle.createQuery("select * from zones where id = ?")
                                .bind(0, id.value())
                                .map(ROW)
                                .findOne());
    }

    /// Newest first.
    public Page<Zone> list(
            OrganizationId organization, ProjectId project, Optional<UUID> after, int limit) {
        return database.inTenant(
                organization,
                handle ->
                        Page.read(
                                handle.createQuery(
                                                """
                                                select * from zones where project_id = :project
                                                  and (:after::uuid is null or id < :after::uuid)
                                                order by id desc limit :limit\
                                                """)
                                        .bind("project", project.value()),
                                after,
                                limit,
                                ROW,
                                zone -> zone.id().value()));
    }

    /// False where there is none.
    public boolean delete(OrganizationId organization, ZoneId id) {
        return database.inTenant(
                organization,
                handle -> handle.execute("delete from zones where id = ?", id.value()) == 1);
    }
}
