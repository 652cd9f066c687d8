package dev.fairlead.controlplane.store.variables;

import dev.fairlead.controlplane.store.Database;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ProjectId;
import dev.fairlead.model.variables.VariableName;
import dev.fairlead.model.variables.VariableType;

import org.jdbi.v3.core.Handle;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/// Definitions of projects' variables.
public final class DefinitionStore {
    private static final int MOST = 200;

    private final Database database;
    private final Clock clock;

    public DefinitionStore(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /// In the order of their names.
    public List<Definition> list(OrganizationId organization, ProjectId project) {
        return database.inTenant(organization, handle -> list(handle, project));
    }

    private static List<Definition> list(Handle handle, ProjectId project) {
        return handle.createQuery(
                        "select * from variable_definitions where project_id = ? order by name")
                .bind(0, project.value())
                .map((row, _) -> read(row))
                .list();
    }

    private static Definition read(ResultSet row) throws SQLException {
        return new Definition(
                new VariableName(row.getString("name")),
                VariableType.parse(row.getString("type")).orElseThrow(),
                List.of((String[]) row.getArray("allowed").getArray()),
                Optional.ofNullable(row.getString("pattern")),
                row.getBoolean("required"),
                Optional.ofNullable(row.getString("default_value")),
                row.getBoolean("secret"),
                row.getString("description"));
    }

    /// Writes all of them, and says what there is then.
    public List<Definition> put(
            OrganizationId organization, ProjectId project, List<Definition> all) {
        return database.inTenant(
                organization,
                handle -> {
                    all.forEach(one -> put(handle, organization, project, one));
                    List<Definition> now = list(handle, project);
                    if (now.size() > MOST) {
                        throw Rejected.field(
                                "/name", "a project has at most " + MOST + " definitions");
                    }
                    return now;
                });
    }

    private void put(
            Handle handle, OrganizationId organization, ProjectId project, Definition one) {
        handle.createUpdate(
                        """
                        insert into variable_definitions (organization_id, project_id, name, type, allowed,
                            pattern, required, default_value, secret, description, updated_at)
                        values (:organization, :project, :name, :type, :allowed, :pattern::text, :required,
                            :standard::text, :secret, :description, :now)
                        on conflict (project_id, name) do update set type = excluded.type,
                            allowed = excluded.allowed, pattern = excluded.pattern,
                            required = excluded.required, default_value = excluded.default_value,
                            secret = excluded.secret, description = excluded.description,
                            updated_at = excluded.updated_at\
                        """)
                .bind("organization", organization.value())
                .bind("project", project.value())
                .bind("name", one.name().text())
                .bind("type", one.type().word())
                .bind("allowed", one.allowed().toArray(String[]::new))
                .bind("pattern", one.pattern().orElse(null))
                .bind("required", one.required())
                .bind("standard", one.standard().orElse(null))
                .bind("secret", one.secret())
                .bind("description", one.description())
                .bind("now", clock.instant().atOffset(ZoneOffset.UTC))
                .execute();
    }

    /// False when there was none.
    public boolean remove(OrganizationId organization, ProjectId project, VariableName name) {
        return database.inTenant(
                organization,
                handle ->
                        handle.execute(
                                        "delete from variable_definitions where project_id = ?"
                                                + " and name = ?",
                                        project.value(),
                                        name.text())
                                == 1);
    }
}
