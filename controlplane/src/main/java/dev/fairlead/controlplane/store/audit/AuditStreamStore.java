package dev.fairlead.controlplane.store.audit;

import dev.fairlead.controlplane.store.Columns;
import dev.fairlead.controlplane.store.Database;
import dev.fairlead.controlplane.store.audit.AuditStream.Kind;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.AuditStreamId;
import dev.fairlead.model.ids.OrganizationId;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.mapper.RowMapper;

import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Streams of audit events, and how far each has come.
public final class AuditStreamStore {
    private static final RowMapper<AuditStream> ROW =
            (row, _) ->
                    new AuditStream(
                            new AuditStreamId(Columns.id(row, "id")),
                            Columns.optionalId(row, "organization_id").map(OrganizationId::new),
                            Optional.ofNullable(row.getString("name")).orElseThrow(),
                            Kind.parse(row.getString("kind")).orElseThrow(),
                            Optional.ofNullable(row.getString("address")).orElseThrow(),
                            Optional.ofNullable(row.getBytes("sealed"))
                                    .map(Base64.getEncoder()::encodeToString),
                            Columns.time(row, "created_at"),
                            row.getLong("cursor"),
                            row.getLong("head"),
                            row.getInt("failures"),
                            Columns.time(row, "next_at"),
                            Columns.optionalTime(row, "paused_at"),
                            Columns.optionalTime(row, "delivered_at"),
                            Optional.ofNullable(row.getString("last_error")));

    private static final String SELECT =
            """
            select a.*, s.cursor, s.failures, s.next_at, s.paused_at, s.delivered_at, s.last_error,
                coalesce((select h.sequence from audit_head(s.chain) h), 0) as head
            from audit_streams a join audit_stream_states s on s.stream_id = a.id
            where ((:organization::uuid is null and a.organization_id is null)
                or a.organization_id = :organization::uuid)\
            """;

    private final Database database;
    private final Clock clock;

    public AuditStreamStore(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /// What a new stream is. `beginning`: with all events that are there.
    public record Draft(
            AuditStreamId id,
            String name,
            Kind kind,
            String address,
            Optional<String> sealed,
            boolean beginning) {}

    private <T> T in(Optional<OrganizationId> whose, Function<Handle, T> work) {
        return whose.isPresent()
                ? database.inTenant(whose.get(), work)
                : database.inInstallation(work);
    }

    /// Refuses a name that is taken, and more streams than `most`.
    public AuditStream create(Optional<OrganizationId> whose, Draft draft, int most) {
        return named(
                draft.name(),
                () ->
                        in(
                                whose,
                                handle -> {
                                    if (list(handle, whose).size() >= most) {
                                        throw new Rejected(
                                                ErrorCode.INVALID_REQUEST,
                                                "there are " + most + " streams already");
                                    }
                                    insert(handle, whose, draft);
                                    return find(handle, whose, draft.id()).orElseThrow();
                                }));
    }

    private void insert(Handle handle, Optional<OrganizationId> whose, Draft draft) {
        Instant now = clock.instant();
        handle.execute(
                "insert into audit_streams (id, organization_id, name, kind, address, sealed,"
                        + " created_at) values (?, ?::uuid, ?, ?, ?, ?, ?)",
                draft.id().value(),
                Columns.orNull(whose.map(OrganizationId::value)),
                draft.name(),
                draft.kind().word(),
                draft.address(),
                Columns.orNull(draft.sealed().map(Base64.getDecoder()::decode)),
                Columns.at(now));
        handle.execute(
                """
                insert into audit_stream_states (stream_id, organization_id, chain, cursor, next_at)
                select ?, ?::uuid, c.chain,
                    case when ? then coalesce((select h.trimmed_to from audit_head(c.chain) h), 0)
                    else coalesce((select h.sequence from audit_head(c.chain) h), 0) end, ?
                from (select ?::uuid as chain) c\
                """,
                draft.id().value(),
                Columns.orNull(whose.map(OrganizationId::value)),
                draft.beginning(),
                Columns.at(now),
                AuditStore.chain(whose));
    }

    /// A statement that a taken name stops.
    private interface Naming {
        AuditStream run();
    }

    private static AuditStream named(String name, Naming work) {
        try {
            return work.run();
        } catch (JdbiException e) {
            if (Database.duplicate(e)) {
                throw new Rejected(ErrorCode.NAME_TAKEN, "there is a stream '" + name + "'");
            }
            throw e;
        }
    }

    public List<AuditStream> list(Optional<OrganizationId> whose) {
        return in(whose, handle -> list(handle, whose));
    }

    private static List<AuditStream> list(Handle handle, Optional<OrganizationId> whose) {
        return handle.createQuery(SELECT + " order by a.id")
                .bind("organization", Columns.orNull(whose.map(OrganizationId::value)))
                .map(ROW)
                .list();
    }

    public Optional<AuditStream> find(Optional<OrganizationId> whose, AuditStreamId id) {
        return in(whose, handle -> find(handle, whose, id));
    }

    private static Optional<AuditStream> find(
            Handle handle, Optional<OrganizationId> whose, AuditStreamId id) {
        return handle.createQuery(SELECT + " and a.id = :id")
                .bind("organization", Columns.orNull(whose.map(OrganizationId::value)))
                .bind("id", id.value())
                .map(ROW)
                .findOne();
    }

    /// Another name or address.
    public void change(
            Optional<OrganizationId> whose, AuditStreamId id, String name, String address) {
        named(
                name,
                () ->
                        in(
                                whose,
                                handle -> {
                                    handle.execute(
                                            "update audit_streams set name = ?, address = ?"
                                                    + " where id = ?",
                                            name,
                                            address,
                                            id.value());
                                    return find(handle, whose, id).orElseThrow();
                                }));
    }

    /// Stops it, or lets it go on where it stopped.
    public void pause(Optional<OrganizationId> whose, AuditStreamId id, boolean paused) {
        in(
                whose,
                handle ->
                        handle.execute(
                                "update audit_stream_states set paused_at = ?, failures = 0,"
                                        + " next_at = ? where stream_id = ?",
                                paused ? Columns.at(clock.instant()) : null,
                                Columns.at(clock.instant()),
                                id.value()));
    }

    public boolean delete(Optional<OrganizationId> whose, AuditStreamId id) {
        return in(
                        whose,
                        handle ->
                                handle.execute(
                                        "delete from audit_streams where id = ?", id.value()))
                == 1;
    }

    /// Those of everybody that have something to send now.
    public List<AuditStream> due(int most) {
        return database.inInstallation(handle ->
                handle.createQuery(
                                """
                                select * from (
                                    select a.*, s.cursor, s.failures, s.next_at, s.paused_at,
                                        s.delivered_at, s.last_error,
                                        (select h.sequence from audit_head(s.chain) h) as head
                                    from audit_streams a
                                    join audit_stream_states s on s.stream_id = a.id
                                    where s.paused_at is null and s.next_at <= :now) due
                                where head > cursor order by next_at limit :most\
                                """)
                        .bind("now", Columns.at(clock.instant()))
                        .bind("most", most)
                        .map(ROW)
                        .list());
    }

    /// The events after `from` and up to `to` arrived. False where another sender was there before.
    public boolean delivered(AuditStreamId id, long from, long to) {
        return database.inInstallation(handle ->
                handle.execute(
                                "update audit_stream_states set cursor = ?, failures = 0,"
                                        + " last_error = null, delivered_at = ?"
                                        + " where stream_id = ? and cursor = ?",
                                to,
                                Columns.at(clock.instant()),
                                id.value(),
                                from)
                        == 1);
    }

    /// A batch did not arrive; the next try is at `next`, or none where it is `paused`.
    public void failed(AuditStreamId id, String why, Instant next, boolean paused) {
        database.inInstallation(handle ->
                handle.execute(
                        "update audit_stream_states set failures = failures + 1, last_error = ?,"
                                + " next_at = ?, paused_at = ? where stream_id = ?"
                                + " and paused_at is null",
                        why,
                        Columns.at(next),
                        paused ? Columns.at(clock.instant()) : null,
                        id.value()));
    }
}
