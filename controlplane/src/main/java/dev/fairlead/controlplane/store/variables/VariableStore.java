package dev.fairlead.controlplane.store.variables;

import dev.fairlead.controlplane.store.Database;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.EnvironmentId;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ProjectId;
import dev.fairlead.model.ids.ServiceId;
import dev.fairlead.model.names.EnvironmentName;
import dev.fairlead.model.variables.Seen;
import dev.fairlead.model.variables.VariableName;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/// Variables of every scope.
public final class VariableStore {
    private static final int MOST = 100;
    private static final String HERE =
            """
             v.organization_id is not distinct from :organization::uuid
             and v.project_id is not distinct from :project::uuid
             and v.environment_id is not distinct from :environment::uuid
             and v.service_id is not distinct from :service::uuid\
            """;
    private static final String SELECT =
            "select v.*, e.name as environment from variables v"
                    + " left join environments e on e.id = v.environment_id where";

    /// What reaches a service in an environment, the widest first; of environments the ancestors.
    private static final String REACHING =
            """
            with recursive up as (
                select id, parent_id, 0 as depth from environments where id = :environment::uuid
                union all select e.id, e.parent_id, up.depth + 1
                    from environments e join up on e.id = up.parent_id)
            select v.*, e.name as environment from variables v
            left join up on up.id = v.environment_id
            left join environments e on e.id = v.environment_id
            where v.organization_id is null or (v.organization_id = :organization::uuid
                and (v.environment_id is null or up.id is not null)
                and (v.service_id is null or v.service_id = :service::uuid)
                and (v.project_id is null or v.project_id = :project::uuid))
            order by v.organization_id is not null, v.service_id is not null,
                v.environment_id is not null, v.project_id is not null, up.depth desc, v.name\
            """;

    private final Database database;
    private final Clock clock;

    public VariableStore(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /// A value as it is written: plain, or sealed and in Base64. `revision` is the one that its
    /// author saw, 0 for none; `previousUntil` is until when the value before is given, too.
    public record Write(
            VariableName name,
            Optional<Seen> seen,
            Optional<String> value,
            Optional<String> sealed,
            Optional<Long> revision,
            Optional<Instant> previousUntil) {
        /// Values may be secrets.
        @Override
        public String toString() {
            return name.text();
        }
    }

    private <T> T in(VariablePlace place, Function<Handle, T> work) {
        return place.organization().isPresent()
                ? database.inTenant(place.organization().get(), work)
                : database.inInstallation(work);
    }

    private static <S extends SqlStatement<S>> S at(S statement, VariablePlace place) {
        return statement
                .bind("organization", place.organization().map(OrganizationId::value).orElse(null))
                .bind("project", place.project().map(ProjectId::value).orElse(null))
                .bind("environment", place.environment().map(EnvironmentId::value).orElse(null))
                .bind("service", place.service().map(ServiceId::value).orElse(null));
    }

    /// What is set there, in the order of names.
    public List<Variable> list(VariablePlace place) {
        return in(place, handle -> list(handle, place));
    }

    private static List<Variable> list(Handle handle, VariablePlace place) {
        return at(handle.createQuery(SELECT + HERE + " order by v.name"), place)
                .map((row, _) -> read(row))
                .list();
    }

    /// What reaches a service in an environment of a project, the widest first.
    public List<Variable> reaching(
            OrganizationId organization,
            ProjectId project,
            Optional<EnvironmentId> environment,
            Optional<ServiceId> service) {
        var place =
                new VariablePlace(
                        Optional.of(organization), Optional.of(project), environment, service);
        return database.inTenant(
                organization,
                handle ->
                        at(handle.createQuery(REACHING), place).map((row, _) -> read(row)).list());
    }

    private static Variable read(ResultSet row) throws SQLException {
        OffsetDateTime until = row.getObject("previous_until", OffsetDateTime.class);
        return new Variable(
                place(row),
                Optional.ofNullable(row.getString("environment")).map(EnvironmentName::new),
                new VariableName(row.getString("name")),
                Seen.parse(row.getString("seen")).orElseThrow(),
                Optional.ofNullable(row.getString("value")),
                text(row.getBytes("sealed")),
                Optional.ofNullable(until).isPresent()
                        ? Optional.of(
                                new Variable.Previous(
                                        Optional.ofNullable(row.getString("previous")),
                                        text(row.getBytes("previous_sealed")),
                                        until.toInstant()))
                        : Optional.empty(),
                row.getLong("revision"),
                row.getObject("updated_at", OffsetDateTime.class).toInstant());
    }

    private static Optional<UUID> id(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, UUID.class));
    }

    /// Sets some and removes others, all or nothing, and says what is set there then. Refuses what
    /// somebody else changed since it was seen, and to remove what is not there.
    public List<Variable> change(
            VariablePlace place, List<Write> writes, List<VariableName> removed) {
        return in(
                place,
                handle -> {
                    // Whoever changes the same scope waits, so that the limit holds.
                    handle.execute(
                            "select pg_advisory_xact_lock(hashtextextended(?, 15))", place.text());
                    for (VariableName name : removed) {
                        remove(handle, place, name);
                    }
                    for (Write write : writes) {
                        write(handle, place, write);
                    }
                    List<Variable> all = list(handle, place);
                    if (all.size() > MOST) {
                        throw Rejected.field(
                                "/variables", "there are at most " + MOST + " at one scope");
                    }
                    return all;
                });
    }

    private static void remove(Handle handle, VariablePlace place, VariableName name) {
        int gone =
                at(
                                handle.createUpdate(
                                        "delete from variables v where v.name = :name and" + HERE),
                                place)
                        .bind("name", name.text())
                        .execute();
        if (gone == 0) {
            throw new Rejected(ErrorCode.VARIABLE_NOT_FOUND, "there is no variable " + name);
        }
    }

    private void write(Handle handle, VariablePlace place, Write write) {
        Optional<Variable> before =
                list(handle, place).stream().filter(v -> v.name().equals(write.name())).findAny();
        long revision = before.map(Variable::revision).orElse(0L);
        if (write.revision().filter(seen -> seen != revision).isPresent()) {
            throw new Rejected(
                    ErrorCode.REVISION_CONFLICT,
                    "the variable " + write.name() + " changed since; look again and repeat");
        }
        boolean keeps = write.previousUntil().isPresent() && before.isPresent();
        byte @Nullable [] sealed = bytes(write.sealed());
        byte @Nullable [] previous = keeps ? bytes(before.get().sealed()) : null;
        Seen seen = write.seen().or(() -> before.map(Variable::seen)).orElse(Seen.RUN);
        at(
                        handle.createUpdate(
                                """
                                insert into variables (organization_id, project_id, environment_id, service_id,
                                    seen, name, value, sealed, previous, previous_sealed, previous_until, updated_at)
                                values (:organization::uuid, :project::uuid, :environment::uuid, :service::uuid,
                                    :seen, :name, :value::text, :sealed::bytea, :previous::text,
                                    :previousSealed::bytea, :until::timestamptz, :now)
                                on conflict on constraint variables_name do update set
                                    seen = excluded.seen, value = excluded.value, sealed = excluded.sealed,
                                    previous = excluded.previous, previous_sealed = excluded.previous_sealed,
                                    previous_until = excluded.previous_until, updated_at = excluded.updated_at,
                                    revision = variables.revision + 1\
                                """),
                        place)
                .bind("seen", seen.word())
                .bind("name", write.name().text())
                .bind("value", write.value().orElse(null))
                .bind("sealed", sealed)
                .bind("previous", keeps ? before.get().value().orElse(null) : null)
                .bind("previousSealed", previous)
                .bind("until", keeps ? at(write.previousUntil().orElseThrow()) : null)
                .bind("now", at(clock.instant()))
                .execute();
    }

    private static byte @Nullable [] bytes(Optional<String> sealed) {
        return sealed.isPresent() ? Base64.getDecoder().decode(sealed.get()) : null;
    }

    private static Optional<String> text(byte @Nullable [] sealed) {
        return sealed == null
                ? Optional.empty()
                : Optional.of(Base64.getEncoder().encodeToString(sealed));
    }

    private static OffsetDateTime at(Instant moment) {
        return moment.atOffset(ZoneOffset.UTC);
    }

    /// A variable about to be told to somebody; that it was is in the audit log with this.
    public Optional<Variable> reveal(VariablePlace place, VariableName name) {
        return in(
                place,
                handle -> {
                    Optional<Variable> found =
                            list(handle, place).stream()
                                    .filter(v -> v.name().equals(name))
                                    .findAny();
                    found.ifPresent(one -> revealed(handle, one));
                    return found;
                });
    }

    private static void revealed(Handle handle, Variable one) {
        handle.createUpdate(
                        """
                        insert into audit_events (organization_id, actor, actor_name, via, address, request_id,
                            operation, action, target_kind, target, code, after)
                        select :organization::uuid, coalesce(a.said ->> 'id', 'system'),
                            coalesce(a.said ->> 'name', 'system'), coalesce(a.said ->> 'via', 'system'),
                            coalesce(a.said ->> 'address', ''), coalesce(a.said ->> 'request', ''),
                            coalesce(a.said ->> 'operation', ''), 'revealed', 'variable', :name, '',
                            jsonb_strip_nulls(jsonb_build_object('project_id', :project::uuid,
                                'environment_id', :environment::uuid, 'service_id', :service::uuid))
                        from (select coalesce(nullif(current_setting('fairlead.actor', true), ''),
                            '{}')::jsonb as said) a\
                        """)
                .bind("organization", uuid(one.place().organization().map(OrganizationId::value)))
                .bind("project", uuid(one.place().project().map(ProjectId::value)))
                .bind("environment", uuid(one.place().environment().map(EnvironmentId::value)))
                .bind("service", uuid(one.place().service().map(ServiceId::value)))
                .bind("name", one.name().text())
                .execute();
    }

    private static @Nullable UUID uuid(Optional<UUID> some) {
        return some.isPresent() ? some.get() : null;
    }

    /// Where values of before have had their time.
    public List<VariablePlace> overlapsEnded(Instant now) {
        return database.inInstallation(handle ->
                handle.createQuery(
                                "select distinct organization_id, project_id, environment_id,"
                                        + " service_id from variables where previous_until <= ?")
                        .bind(0, at(now))
                        .map((row, _) -> place(row))
                        .list());
    }

    /// Forgets them.
    public void forgetPrevious(Instant now) {
        database.inInstallation(handle ->
                handle.execute(
                        "update variables set previous = null, previous_sealed = null,"
                                + " previous_until = null, revision = revision + 1"
                                + " where previous_until <= ?",
                        at(now)));
    }

    private static VariablePlace place(ResultSet row) throws SQLException {
        return new VariablePlace(
                id(row, "organization_id").map(OrganizationId::new),
                id(row, "project_id").map(ProjectId::new),
                id(row, "environment_id").map(EnvironmentId::new),
                id(row, "service_id").map(ServiceId::new));
    }
}
