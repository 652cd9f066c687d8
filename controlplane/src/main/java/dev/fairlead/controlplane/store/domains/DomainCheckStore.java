package dev.fairlead.controlplane.store.domains;

import dev.fairlead.controlplane.store.Columns;
import dev.fairlead.controlplane.store.Database;
import dev.fairlead.model.domains.DomainId;
import dev.fairlead.model.domains.DomainName;
import dev.fairlead.model.domains.ProofMethod;
import dev.fairlead.model.ids.OrganizationId;

import org.jdbi.v3.core.JdbiException;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What the installation itself does with claims: looks them up, gives names to whoever proves them
/// first, and takes them back.
public final class DomainCheckStore {
    private final Database database;
    private final Clock clock;

    public DomainCheckStore(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /// Those that are to be looked up now.
    public List<Domain> due(int most) {
        return database.inInstallation(handle ->
                handle.createQuery(
                                "select * from domains where next_check_at <= ?"
                                        + " order by next_check_at limit ?")
                        .bind(0, Columns.at(clock.instant()))
                        .bind(1, most)
                        .map(DomainStore.ROW)
                        .list());
    }

    /// Whether another organization has or had this name, or has the wildcard above it.
    public boolean heldByOthers(OrganizationId organization, DomainName name) {
        return database.inInstallation(handle ->
                handle.createQuery(
                                "select exists (select from domain_holders where name in (?, ?)"
                                        + " and organization_id <> ?)")
                        .bind(0, name.text())
                        .bind(1, name.wildcardAbove())
                        .bind(2, organization.value())
                        .mapTo(Boolean.class)
                        .one());
    }

    /// Gives the name to this claim; false where another one has it.
    public boolean proven(DomainId id, ProofMethod method, Instant next) {
        try {
            return database.inInstallation(handle ->
                    handle.createUpdate(
                                            """
                                            update domains set proven_by = :method, seen = null,
                                                verified_at = :now, checked_at = :now,
                                                next_check_at = :next, failing_since = null,
                                                failures = 0, state = 'active'
                                            where id = :id\
                                            """)
                                    .bind("id", id.value())
                                    .bind("method", method.word())
                                    .bind("now", Columns.at(clock.instant()))
                                    .bind("next", Columns.at(next))
                                    .execute()
                            == 1);
        } catch (JdbiException e) {
            if (Database.duplicate(e)) {
                return false;
            }
            throw e;
        }
    }

    /// Still as it was proven: no change that anybody hears of.
    public void confirmed(DomainId id, Instant next) {
        database.inInstallation(handle ->
                handle.execute(
                        "update domains set checked_at = ?, next_check_at = ?, seen = null,"
                                + " failing_since = null, failures = 0 where id = ?",
                        Columns.at(clock.instant()),
                        Columns.at(next),
                        id.value()));
    }

    /// No proof was found; `next` is empty where nobody is to look again by themselves.
    public void unproven(DomainId id, String seen, Optional<Instant> next) {
        database.inInstallation(handle ->
                handle.createUpdate(
                                """
                                update domains set seen = :seen, checked_at = :now,
                                    next_check_at = :next::timestamptz, failures = failures + 1,
                                    failing_since = case when state = 'active'
                                        then coalesce(failing_since, :now::timestamptz) end
                                where id = :id\
                                """)
                        .bind("id", id.value())
                        .bind("seen", seen)
                        .bind("now", Columns.at(clock.instant()))
                        .bind("next", Columns.orNull(next.map(Columns::at)))
                        .execute());
    }

    /// Its proof has been gone for too long.
    public void suspend(DomainId id) {
        database.inInstallation(handle ->
                handle.execute(
                        "update domains set state = 'suspended' where id = ? and state = 'active'",
                        id.value()));
    }
}
