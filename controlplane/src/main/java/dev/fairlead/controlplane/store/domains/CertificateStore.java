package dev.fairlead.controlplane.store.domains;

import dev.fairlead.controlplane.store.Columns;
import dev.fairlead.controlplane.store.Database;
import dev.fairlead.controlplane.store.Page;
import dev.fairlead.controlplane.store.domains.Certificate.Issued;
import dev.fairlead.controlplane.store.domains.Certificate.Tries;
import dev.fairlead.model.domains.CertificateId;
import dev.fairlead.model.domains.ChallengeKind;
import dev.fairlead.model.domains.DomainId;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ProjectId;

import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.SqlStatement;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Certificates of projects, with their sealed keys.
public final class CertificateStore {
    static final RowMapper<Certificate> ROW = (row, _) -> read(row);
    private static final Duration BUSY = Duration.ofMinutes(5);

    private final Database database;
    private final Clock clock;

    public CertificateStore(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    private static Certificate read(ResultSet row) throws SQLException {
        return new Certificate(
                new CertificateId(Columns.id(row, "id")),
                new OrganizationId(Columns.id(row, "organization_id")),
                new ProjectId(Columns.id(row, "project_id")),
                Columns.optionalId(row, "domain_id").map(DomainId::new),
                List.of((String[]) row.getArray("names").getArray()),
                row.getString("chain") == null ? Optional.empty() : Optional.of(issued(row)),
                new Tries(
                        Columns.optionalTime(row, "next_try_at"),
                        row.getInt("failures"),
                        Optional.ofNullable(row.getString("error"))),
                Columns.time(row, "created_at"));
    }

    private static Issued issued(ResultSet row) throws SQLException {
        return new Issued(
                DomainStore.text(row, "chain"),
                Base64.getEncoder().encodeToString(row.getBytes("key_sealed")),
                DomainStore.text(row, "issuer"),
                DomainStore.text(row, "fingerprint"),
                Columns.time(row, "not_before"),
                Columns.time(row, "not_after"));
    }

    private static <S extends SqlStatement<S>> S bind(S statement, Issued issued) {
        return statement
                .bind("chain", issued.chain())
                .bind("sealed", Base64.getDecoder().decode(issued.sealed()))
                .bind("issuer", issued.issuer())
                .bind("fingerprint", issued.fingerprint())
                .bind("from", Columns.at(issued.notBefore()))
                .bind("until", Columns.at(issued.notAfter()));
    }

    /// Keeps a certificate that somebody brought, in place of the one for the same names.
    public Certificate put(
            OrganizationId organization,
            ProjectId project,
            CertificateId id,
            List<String> names,
            Issued issued) {
        return database.inTenant(
                organization,
                handle -> {
                    boolean there =
                            handle.createQuery("select 1 from projects where id = ? for update")
                                    .bind(0, project.value())
                                    .mapTo(Integer.class)
                                    .findOne()
                                    .isPresent();
                    if (!there) {
                        throw new Rejected(ErrorCode.PROJECT_NOT_FOUND, "no project " + project);
                    }
                    handle.createUpdate(
                                    "delete from certificates where project_id = :project"
                                            + " and domain_id is null and names = :names")
                            .bind("project", project.value())
                            .bindArray("names", String.class, names)
                            .execute();
                    return bind(
                                    handle.createQuery(
                                            """
                                            insert into certificates (id, organization_id,
                                                project_id, names, chain, key_sealed, issuer,
                                                fingerprint, not_before, not_after, created_at)
                                            values (:id, :organization, :project, :names, :chain,
                                                :sealed, :issuer, :fingerprint, :from, :until,
                                                :now)
                                            returning *\
                                            """),
                                    issued)
                            .bind("id", id.value())
                            .bind("organization", organization.value())
                            .bind("project", project.value())
                            .bindArray("names", String.class, names)
                            .bind("now", Columns.at(clock.instant()))
                            .map(ROW)
                            .one();
                });
    }

    public Optional<Certificate> find(OrganizationId organization, CertificateId id) {
        return database.inTenant(
                organization,
                handle ->
                        handle.createQuery("select * from certificates where id = ?")
                                .bind(0, id.value())
                                .map(ROW)
                                .findOne());
    }

    /// Newest first.
    public Page<Certificate> list(
            OrganizationId organization, ProjectId project, Optional<UUID> after, int limit) {
        return database.inTenant(
                organization,
                handle ->
                        Page.read(
                                handle.createQuery(
                                                """
                                                select * from certificates
                                                where project_id = :project
                                                  and (:after::uuid is null or id < :after::uuid)
                                                order by id desc limit :limit\
                                                """)
                                        .bind("project", project.value()),
                                after,
                                limit,
                                ROW,
                                c -> c.id().value()));
    }

    /// False where there is none.
    public boolean delete(OrganizationId organization, CertificateId id) {
        return database.inTenant(
                organization,
                handle -> handle.execute("delete from certificates where id = ?", id.value()) == 1);
    }

    /// An authority is asked for the next one at once.
    public Optional<Certificate> renew(OrganizationId organization, CertificateId id) {
        return database.inTenant(
                organization,
                handle ->
                        handle.createQuery(
                                        "update certificates set next_try_at = ?, failures = 0"
                                                + " where id = ? and domain_id is not null"
                                                + " returning *")
                                .bind(0, Columns.at(clock.instant()))
                                .bind(1, id.value())
                                .map(ROW)
                                .findOne());
    }

    /// Notes of each proven domain that has none, and wants one, that it is to get one.
    public int want() {
        return database.inInstallation(handle ->
                handle.createUpdate(
                                """
                                insert into certificates (id, organization_id, project_id,
                                    domain_id, names, created_at, next_try_at)
                                select gen_random_uuid(), d.organization_id, d.project_id, d.id,
                                    array[d.name], :now, :now
                                from domains d
                                where d.state = 'active' and d.automatic_certificate
                                    and (d.name not like '*.%' or exists (
                                        select from zones z where z.project_id = d.project_id))
                                    and not exists (select from certificates c
                                        where c.domain_id = d.id)
                                on conflict do nothing\
                                """)
                        .bind("now", Columns.at(clock.instant()))
                        .execute());
    }

    /// Takes some that are due, for this instance alone and for a while.
    public List<Certificate> take(int most) {
        Instant now = clock.instant();
        return database.inInstallation(handle ->
                handle.createQuery(
                                """
                                update certificates set busy_until = :until
                                where id in (
                                    select c.id from certificates c
                                    join domains d on d.id = c.domain_id
                                    where c.next_try_at <= :now and d.state = 'active'
                                        and d.automatic_certificate
                                        and (c.busy_until is null or c.busy_until < :now)
                                    order by c.next_try_at limit :most
                                    for update of c skip locked)
                                returning *\
                                """)
                        .bind("now", Columns.at(now))
                        .bind("until", Columns.at(now.plus(BUSY)))
                        .bind("most", most)
                        .map(ROW)
                        .list());
    }

    /// By what the authority is to be shown its domain, where somebody said so.
    public Optional<ChallengeKind> challenge(CertificateId id) {
        return database.inInstallation(handle ->
                handle.createQuery(
                                "select d.challenge from certificates c"
                                        + " join domains d on d.id = c.domain_id"
                                        + " where c.id = ? and d.challenge is not null")
                        .bind(0, id.value())
                        .map((row, _) -> ChallengeKind.parse(DomainStore.text(row, "challenge")))
                        .findOne());
    }

    /// The next one is there, and is served from now on; `next` is when to ask again.
    public void issued(CertificateId id, Issued issued, Instant next) {
        database.inInstallation(handle ->
                bind(
                                handle.createUpdate(
                                        """
                                        update certificates set chain = :chain,
                                            key_sealed = :sealed, issuer = :issuer,
                                            fingerprint = :fingerprint, not_before = :from,
                                            not_after = :until, next_try_at = :next,
                                            busy_until = null, failures = 0, error = null
                                        where id = :id\
                                        """),
                                issued)
                        .bind("id", id.value())
                        .bind("next", Columns.at(next))
                        .execute());
    }

    /// There is none; what was there stays.
    public void failed(CertificateId id, String error, Instant next) {
        database.inInstallation(handle ->
                handle.execute(
                        "update certificates set error = ?, failures = failures + 1,"
                                + " next_try_at = ?, busy_until = null where id = ?",
                        error,
                        Columns.at(next),
                        id.value()));
    }
}
