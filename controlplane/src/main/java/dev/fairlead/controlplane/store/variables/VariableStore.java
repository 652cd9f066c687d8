package dev.fairlead.controlplane.store.variables;

import dev.fairlead.controlplane.store.Database;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ServiceId;
import dev.fairlead.model.variables.VariableName;
import dev.fairlead.model.variables.VariableScope;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Variables of functions.
public final class VariableStore {
    private final Database database;
    private final Clock clock;

    public VariableStore(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /// In the order of their names.
    public List<Variable> list(
            OrganizationId organization, ServiceId function, VariableScope scope) {
        return database.inTenant(
                organization,
                handle ->
                        handle.createQuery(
                                        "select name, value, updated_at from variables where"
                                                + " service_id = ? and scope = ? order by name")
                                .bind(0, function.value())
                                .bind(1, scope.word())
                                .map((row, _) ->
                                        new Variable(
                                                new VariableName(row.getString("name")),
                                                Optional.ofNullable(row.getString("value")),
                                                row.getObject("updated_at", OffsetDateTime.class)
                                                        .toInstant()))
                                .list());
    }

    /// The sealed values of a function's secrets.
    public Map<VariableName, byte[]> sealed(
            OrganizationId organization, ServiceId function, VariableScope scope) {
        return database.inTenant(
                organization,
                handle -> {
                    var found = new LinkedHashMap<VariableName, byte[]>();
                    handle.createQuery(
                                    "select name, sealed from variables where service_id = ? and"
                                            + " scope = ? and sealed is not null order by name")
                            .bind(0, function.value())
                            .bind(1, scope.word())
                            .map((row, _) ->
                                    found.put(
                                            new VariableName(row.getString("name")),
                                            row.getBytes("sealed")))
                            .list();
                    return found;
                });
    }

    /// Any one of the values that are sealed in this installation.
    public Optional<byte[]> anySealed() {
        return database.inInstallation(handle ->
                handle.createQuery(
                                "select sealed from variables where sealed is not null"
                                        + " union all select sealed from signing_secrets limit 1")
                        .map((row, _) -> row.getBytes("sealed"))
                        .findOne());
    }

    public void set(
            OrganizationId organization,
            ServiceId function,
            VariableScope scope,
            VariableName name,
            String value) {
        write(organization, function, scope, name, value, null);
    }

    public void setSealed(
            OrganizationId organization,
            ServiceId function,
            VariableScope scope,
            VariableName name,
            byte[] sealed) {
        write(organization, function, scope, name, null, sealed);
    }

    private void write(
            OrganizationId organization,
            ServiceId function,
            VariableScope scope,
            VariableName name,
            @Nullable String value,
            byte @Nullable [] sealed) {
        database.inTenant(
                organization,
                handle ->
                        handle.createUpdate(
                                        """
                                        insert into variables values (:organization, :function, :scope, :name, :value,
                                            :sealed, :now)
                                        on conflict (service_id, scope, name) do update set
                                            value = excluded.value, sealed = excluded.sealed,
                                            updated_at = excluded.updated_at\
                                        """)
                                .bind("organization", organization.value())
                                .bind("function", function.value())
                                .bind("scope", scope.word())
                                .bind("name", name.text())
                                .bind("value", value)
                                .bind("sealed", sealed)
                                .bind("now", clock.instant().atOffset(ZoneOffset.UTC))
                                .execute());
    }

    /// False when there was none.
    public boolean remove(
            OrganizationId organization,
            ServiceId function,
            VariableScope scope,
            VariableName name) {
        return database.inTenant(
                organization,
                handle ->
                        handle.execute(
                                        "delete from variables where service_id = ? and scope = ?"
                                                + " and name = ?",
                                        function.value(),
                                        scope.word(),
                                        name.text())
                                == 1);
    }
}
