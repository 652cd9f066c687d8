package dev.fairlead.controlplane.store.registries;

import dev.fairlead.controlplane.store.Columns;
import dev.fairlead.controlplane.store.Database;
import dev.fairlead.model.apps.RegistryHost;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.OrganizationId;

import org.jdbi.v3.core.mapper.RowMapper;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// Registries of organizations.
public final class RegistryStore {
    private static final int MOST = 50;
    private static final RowMapper<Registry> ROW = (row, _) -> read(row);

    private final Database database;
    private final Clock clock;

    public RegistryStore(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    private static Registry read(ResultSet row) throws SQLException {
        return new Registry(
                new OrganizationId(Columns.id(row, "organization_id")),
                new RegistryHost(text(row, "host")),
                text(row, "user_name"),
                Base64.getEncoder().encodeToString(row.getBytes("password_sealed")),
                Columns.time(row, "updated_at"));
    }

    private static String text(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column)).orElseThrow();
    }

    /// In the order of their hosts.
    public List<Registry> list(OrganizationId organization) {
        return database.inTenant(
                organization,
                handle ->
                        handle.createQuery(
                                        "select * from registries where organization_id = ?"
                                                + " order by host")
                                .bind(0, organization.value())
                                .map(ROW)
                                .list());
    }

    public Optional<Registry> find(OrganizationId organization, RegistryHost host) {
        return database.inTenant(
                organization,
                handle ->
                        handle.createQuery(
                                        "select * from registries where organization_id = ?"
                                                + " and host = ?")
                                .bind(0, organization.value())
                                .bind(1, host.text())
                                .map(ROW)
                                .findOne());
    }

    /// Writes it, in place of what was there; refuses one too many.
    public Registry put(
            OrganizationId organization, RegistryHost host, String user, byte[] sealed) {
        return database.inTenant(
                organization,
                handle -> {
                    Registry kept =
                            handle.createQuery(
                                            """
                                            insert into registries (organization_id, host, user_name,
                                                password_sealed, updated_at)
                                            values (:organization, :host, :user, :sealed, :now)
                                            on conflict (organization_id, host) do update set
                                                user_name = excluded.user_name,
                                                password_sealed = excluded.password_sealed,
                                                updated_at = excluded.updated_at
                                            returning *\
                                            """)
                                    .bind("organization", organization.value())
                                    .bind("host", host.text())
                                    .bind("user", user)
                                    .bind("sealed", sealed)
                                    .bind("now", Columns.at(clock.instant()))
                                    .map(ROW)
                                    .one();
                    int now =
                            handle.createQuery(
                                            "select count(*) from registries where"
                                                    + " organization_id = ?")
                                    .bind(0, organization.value())
                                    .mapTo(Integer.class)
                                    .one();
                    if (now > MOST) {
                        throw Rejected.field(
                                "/host", "an organization has at most " + MOST + " registries");
                    }
                    return kept;
                });
    }

    /// False where there is none.
    public boolean delete(OrganizationId organization, RegistryHost host) {
        return database.inTenant(
                organization,
                handle ->
                        handle.execute(
                                        "delete from registries where organization_id = ?"
                                                + " and host = ?",
                                        organization.value(),
                                        host.text())
                                == 1);
    }
}
