package dev.fairlead.controlplane.store.domains;

import dev.fairlead.controlplane.store.Columns;
import dev.fairlead.controlplane.store.Database;
import dev.fairlead.controlplane.store.Page;
import dev.fairlead.controlplane.store.domains.Domain.Checks;
import dev.fairlead.controlplane.store.domains.Domain.Ways;
import dev.fairlead.model.domains.ChallengeKind;
import dev.fairlead.model.domains.DomainId;
import dev.fairlead.model.domains.DomainName;
import dev.fairlead.model.domains.DomainState;
import dev.fairlead.model.domains.Hsts;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ProjectId;
import dev.fairlead.model.ids.ServiceId;
import dev.fairlead.model.names.AliasName;
import dev.fairlead.model.names.EnvironmentName;

import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.SqlStatement;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Domains as projects claim them.
public final class DomainStore {
    static final RowMapper<Domain> ROW = (row, _) -> read(row);

    private final Database database;
    private final Clock clock;

    public DomainStore(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /// A claim before it is stored.
    public record Draft(ProjectId project, DomainName name, String token, Ways ways) {}

    private static Domain read(ResultSet row) throws SQLException {
        return new Domain(
                new DomainId(Columns.id(row, "id")),
                new OrganizationId(Columns.id(row, "organization_id")),
                new ProjectId(Columns.id(row, "project_id")),
                new DomainName(text(row, "name")),
                text(row, "token"),
                DomainState.parse(text(row, "state")),
                new Ways(
                        Columns.optionalId(row, "service_id").map(ServiceId::new),
                        new EnvironmentName(text(row, "environment")),
                        new AliasName(text(row, "alias")),
                        row.getBoolean("redirect_https"),
                        hsts(row),
                        row.getBoolean("automatic_certificate"),
                        Optional.ofNullable(row.getString("challenge")).map(ChallengeKind::parse)),
                new Checks(
                        Optional.ofNullable(row.getString("proven_by")),
                        Optional.ofNullable(row.getString("seen")),
                        Columns.optionalTime(row, "verified_at"),
                        Columns.optionalTime(row, "checked_at"),
                        Columns.optionalTime(row, "next_check_at"),
                        Columns.optionalTime(row, "failing_since"),
                        row.getInt("failures")),
                Columns.time(row, "created_at"));
    }

    private static Optional<Hsts> hsts(ResultSet row) throws SQLException {
        long seconds = row.getLong("hsts_seconds");
        return row.wasNull()
                ? Optional.empty()
                : Optional.of(
                        new Hsts(
                                seconds,
                                row.getBoolean("hsts_subdomains"),
                                row.getBoolean("hsts_preload")));
    }

    static String text(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column)).orElseThrow();
    }

    private static <S extends SqlStatement<S>> S bind(S statement, Ways ways) {
        return statement
                .bind("service", Columns.orNull(ways.service().map(ServiceId::value)))
                .bind("environment", ways.environment().text())
                .bind("alias", ways.alias().text())
                .bind("redirect", ways.redirectToHttps())
                .bind("seconds", Columns.orNull(ways.hsts().map(Hsts::maxAgeSeconds)))
                .bind("subdomains", ways.hsts().map(Hsts::includeSubdomains).orElse(false))
                .bind("preload", ways.hsts().map(Hsts::preload).orElse(false))
                .bind("automatic", ways.automaticCertificate())
                .bind("challenge", Columns.orNull(ways.challenge().map(ChallengeKind::word)));
    }

    /// Claims a domain; refuses one that the project has, one too many, and a project that is not
    /// there.
    public Domain create(OrganizationId organization, Draft draft, int most) {
        Instant now = clock.instant();
        try {
            return database.inTenant(
                    organization,
                    handle -> {
                        List<Integer> there =
                                handle.createQuery(
                                                "select (select count(*) from domains d where"
                                                        + " d.project_id = p.id) from projects p"
                                                        + " where p.id = ? for update")
                                        .bind(0, draft.project().value())
                                        .mapTo(Integer.class)
                                        .list();
                        if (there.isEmpty()) {
                            throw new Rejected(
                                    ErrorCode.PROJECT_NOT_FOUND, "no project " + draft.project());
                        }
                        if (there.getFirst() >= most) {
                            throw new Rejected(
                                    ErrorCode.DOMAIN_REFUSED,
                                    "a project has at most " + most + " domains");
                        }
                        return bind(
                                        handle.createQuery(
                                                """
                                                insert into domains (id, organization_id, project_id,
                                                    name, token, state, service_id, environment, alias,
                                                    redirect_https, hsts_seconds, hsts_subdomains,
                                                    hsts_preload, automatic_certificate, challenge,
                                                    created_at, next_check_at)
                                                values (:id, :organization, :project, :name, :token,
                                                    'pending', :service::uuid, :environment, :alias, :redirect,
                                                    :seconds::bigint,
                                                    :subdomains, :preload, :automatic, :challenge::text,
                                                    :now, :now)
                                                returning *\
                                                """),
                                        draft.ways())
                                .bind("id", DomainId.next(clock).value())
                                .bind("organization", organization.value())
                                .bind("project", draft.project().value())
                                .bind("name", draft.name().text())
                                .bind("token", draft.token())
                                .bind("now", Columns.at(now))
                                .map(ROW)
                                .one();
                    });
        } catch (JdbiException e) {
            if (Database.duplicate(e)) {
                throw new Rejected(
                        ErrorCode.DOMAIN_CLAIMED, "the project has '" + draft.name() + "' already");
            }
            throw e;
        }
    }

    public Optional<Domain> find(OrganizationId organization, DomainId id) {
        return database.inTenant(
                organization,
                handle ->
                        handle.createQuery("select * from domains where id = ?")
                                .bind(0, id.value())
                                .map(ROW)
                                .findOne());
    }

    /// Newest first; `name` narrows to one.
    public Page<Domain> list(
            OrganizationId organization,
            ProjectId project,
            Optional<String> name,
            Optional<UUID> after,
            int limit) {
        return database.inTenant(
                organization,
                handle ->
                        Page.read(
                                handle.createQuery(
                                                """
                                                select * from domains where project_id = :project
                                                  and (:name::text is null or name = :name::text)
                                                  and (:after::uuid is null or id < :after::uuid)
                                                order by id desc limit :limit\
                                                """)
                                        .bind("project", project.value())
                                        .bind("name", Columns.orNull(name)),
                                after,
                                limit,
                                ROW,
                                d -> d.id().value()));
    }

    public Optional<Domain> change(OrganizationId organization, DomainId id, Ways ways) {
        return database.inTenant(
                organization,
                handle ->
                        bind(
                                        handle.createQuery(
                                                """
                                                update domains set service_id = :service::uuid,
                                                    environment = :environment, alias = :alias,
                                                    redirect_https = :redirect,
                                                    hsts_seconds = :seconds::bigint,
                                                    hsts_subdomains = :subdomains,
                                                    hsts_preload = :preload,
                                                    automatic_certificate = :automatic,
                                                    challenge = :challenge::text
                                                where id = :id returning *\
                                                """),
                                        ways)
                                .bind("id", id.value())
                                .map(ROW)
                                .findOne());
    }

    /// False where there is none.
    public boolean delete(OrganizationId organization, DomainId id) {
        return database.inTenant(
                organization,
                handle -> handle.execute("delete from domains where id = ?", id.value()) == 1);
    }

    public Optional<Domain> named(OrganizationId organization, ProjectId project, DomainName name) {
        return list(organization, project, Optional.of(name.text()), Optional.empty(), 1)
                .items()
                .stream()
                .findFirst();
    }

    /// The names that a project has proven.
    public List<DomainName> proven(OrganizationId organization, ProjectId project) {
        return database.inTenant(
                organization,
                handle ->
                        handle.createQuery(
                                        "select name from domains where project_id = ?"
                                                + " and state = 'active'")
                                .bind(0, project.value())
                                .map((row, _) -> new DomainName(text(row, "name")))
                                .list());
    }
}
