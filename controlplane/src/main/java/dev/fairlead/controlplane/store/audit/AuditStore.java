package dev.fairlead.controlplane.store.audit;

import dev.fairlead.controlplane.store.Columns;
import dev.fairlead.controlplane.store.Database;
import dev.fairlead.model.ids.OrganizationId;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Function;

/// Reads the log, adds refused tries and finds out whether somebody changed it. Changes of rows are
/// added by triggers, in the transaction that makes them.
public final class AuditStore {
    private static final UUID INSTALLATION = new UUID(0, 0);
    private static final RowMapper<AuditEvent> ROW =
            (row, _) ->
                    new AuditEvent(
                            row.getLong("sequence"),
                            Columns.time(row, "at"),
                            row.getString("actor"),
                            row.getString("actor_name"),
                            row.getString("via"),
                            row.getString("address"),
                            row.getString("request_id"),
                            row.getString("operation"),
                            row.getString("action"),
                            row.getString("target_kind"),
                            row.getString("target"),
                            row.getString("code"),
                            Optional.ofNullable(row.getString("before")),
                            Optional.ofNullable(row.getString("after")),
                            HexFormat.of().formatHex(row.getBytes("hash")));

    private final Database database;

    public AuditStore(Database database) {
        this.database = database;
    }

    /// A try that was refused, of a caller in `organization` or of nobody known.
    public record Refused(
            Optional<OrganizationId> organization,
            String actor,
            String actorName,
            String via,
            String address,
            String requestId,
            String operation,
            String target,
            String code) {}

    public void refused(Refused refused) {
        in(
                refused.organization(),
                handle ->
                        handle.execute(
                                """
                                insert into audit_events (organization_id, actor, actor_name, via,
                                    address, request_id, operation, action, target_kind, target,
                                    code)
                                values (?::uuid, ?, ?, ?, ?, ?, ?, 'refused', 'route', ?, ?)\
                                """,
                                Columns.orNull(refused.organization().map(OrganizationId::value)),
                                refused.actor(),
                                refused.actorName(),
                                refused.via(),
                                refused.address(),
                                refused.requestId(),
                                refused.operation(),
                                refused.target(),
                                refused.code()));
    }

    private <T> T in(Optional<OrganizationId> organization, Function<Handle, T> work) {
        return organization.isPresent()
                ? database.inTenant(organization.get(), work)
                : database.inInstallation(work);
    }

    /// What narrows a list of events.
    public record Filter(
            Optional<String> actor,
            Optional<String> action,
            Optional<String> targetKind,
            Optional<String> target,
            Optional<String> operation,
            Optional<Instant> since,
            Optional<Instant> until,
            OptionalLong after) {}

    /// Events of an organization, or of the installation itself; newest first, before sequence
    /// `before`.
    public List<AuditEvent> list(
            Optional<OrganizationId> organization, Filter filter, OptionalLong before, int limit) {
        return in(
                organization,
                handle ->
                        handle.createQuery(
                                        """
                                        select * from audit_events
                                        where chain = :chain and sequence < :before
                                          and sequence > :after
                                          and (:actor::text is null or actor = :actor::text
                                               or actor_name = :actor::text)
                                          and (:action::text is null or action = :action::text)
                                          and (:kind::text is null or target_kind = :kind::text)
                                          and (:target::text is null or target = :target::text)
                                          and (:operation::text is null
                                               or operation = :operation::text)
                                          and (:since::timestamptz is null
                                               or at >= :since::timestamptz)
                                          and (:until::timestamptz is null
                                               or at < :until::timestamptz)
                                        order by sequence desc limit :limit\
                                        """)
                                .bind("chain", chain(organization))
                                .bind("before", before.orElse(Long.MAX_VALUE))
                                .bind("after", filter.after().orElse(0))
                                .bind("actor", Columns.orNull(filter.actor()))
                                .bind("action", Columns.orNull(filter.action()))
                                .bind("kind", Columns.orNull(filter.targetKind()))
                                .bind("target", Columns.orNull(filter.target()))
                                .bind("operation", Columns.orNull(filter.operation()))
                                .bind("since", Columns.orNull(filter.since().map(Columns::at)))
                                .bind("until", Columns.orNull(filter.until().map(Columns::at)))
                                .bind("limit", limit)
                                .map(ROW)
                                .list());
    }

    static UUID chain(Optional<OrganizationId> organization) {
        return organization.map(OrganizationId::value).orElse(INSTALLATION);
    }

    /// Those after `sequence`, oldest first.
    public List<AuditEvent> after(Optional<OrganizationId> organization, long sequence, int limit) {
        return in(
                organization,
                handle ->
                        handle.createQuery(
                                        "select * from audit_events where chain = :chain"
                                                + " and sequence > :after order by sequence"
                                                + " limit :limit")
                                .bind("chain", chain(organization))
                                .bind("after", sequence)
                                .bind("limit", limit)
                                .map(ROW)
                                .list());
    }

    /// What came of reading a chain from end to end. `firstBroken` is the first event that is not
    /// what it was, or that is missing; retention took those through `removed`.
    public record Verdict(long events, OptionalLong firstBroken, long removed) {}

    public Verdict verify(Optional<OrganizationId> organization) {
        return in(
                organization,
                handle ->
                        handle.createQuery(
                                        """
                                        with chained as (
                                            select e.sequence, e.hash, e.previous_hash,
                                                audit_hash(e) as computed,
                                                lag(e.hash) over (order by e.sequence) as before,
                                                row_number() over (order by e.sequence) as place
                                            from audit_events e where e.chain = :chain),
                                        head as (select * from audit_head(:chain))
                                        select (select count(*) from chained) as events,
                                            coalesce((select h.trimmed_to from head h), 0)
                                                as removed,
                                            least(
                                                (select h.trimmed_to + 1 from head h
                                                 where h.trimmed_to > 0 and (
                                                     (select c.previous_hash from chained c
                                                      where c.place = 1)
                                                         is distinct from h.trimmed_hash
                                                     or not exists (
                                                         select from audit_events e
                                                         where e.chain = :chain
                                                           and e.action = 'trimmed'
                                                           and e.target_kind = 'audit log'
                                                           and e.sequence > h.trimmed_to
                                                           and e.after ->> 'through'
                                                               = h.trimmed_to::text
                                                           and e.after ->> 'hash'
                                                               = encode(h.trimmed_hash,
                                                                   'hex')))),
                                                (select min(c.sequence) from chained c, head h
                                                 where c.hash <> c.computed
                                                    or c.sequence <> h.trimmed_to + c.place
                                                    or (c.place > 1
                                                        and c.previous_hash <> c.before)),
                                                (select h.sequence from head h
                                                 where h.sequence > h.trimmed_to
                                                   and not exists (
                                                       select from chained c
                                                       where c.sequence = h.sequence
                                                         and c.hash = h.hash))) as broken\
                                        """)
                                .bind("chain", chain(organization))
                                .map((row, _) -> {
                                    long events = row.getLong("events");
                                    long removed = row.getLong("removed");
                                    long broken = row.getLong("broken");
                                    return new Verdict(
                                            events,
                                            row.wasNull()
                                                    ? OptionalLong.empty()
                                                    : OptionalLong.of(broken),
                                            removed);
                                })
                                .one());
    }
}
