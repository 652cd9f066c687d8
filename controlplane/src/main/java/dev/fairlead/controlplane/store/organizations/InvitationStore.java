package dev.fairlead.controlplane.store.organizations;

import dev.fairlead.controlplane.store.Columns;
import dev.fairlead.controlplane.store.Database;
import dev.fairlead.controlplane.store.Page;
import dev.fairlead.model.ids.InvitationId;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.people.EmailAddress;

import org.jdbi.v3.core.mapper.RowMapper;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// Invitations by the hash of their token.
public final class InvitationStore {
    private static final String OPEN = " and accepted_at is null and revoked_at is null";
    private static final RowMapper<Invitation> ROW =
            (row, _) ->
                    new Invitation(
                            new InvitationId(Columns.id(row, "id")),
                            new OrganizationId(Columns.id(row, "organization_id")),
                            new EmailAddress(row.getString("email")),
                            row.getString("role"),
                            row.getString("invited_by"),
                            Columns.time(row, "created_at"),
                            Columns.time(row, "expires_at"));

    private final Database database;
    private final Clock clock;

    public InvitationStore(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /// An earlier one for the same address is taken back.
    public Invitation create(
            OrganizationId organization,
            EmailAddress email,
            String role,
            String hash,
            String invitedBy,
            Instant expires) {
        return database.inTenant(
                organization,
                handle -> {
                    handle.execute(
                            "update invitations set revoked_at = ? where organization_id = ?"
                                    + " and email = ?"
                                    + OPEN,
                            Columns.at(clock.instant()),
                            organization.value(),
                            email.text());
                    return handle.createQuery(
                                    """
                                    insert into invitations (id, organization_id, email, role,
                                        token_hash, invited_by, created_at, expires_at)
                                    values (?, ?, ?, ?, ?, ?, ?, ?) returning *\
                                    """)
                            .bind(0, InvitationId.next(clock).value())
                            .bind(1, organization.value())
                            .bind(2, email.text())
                            .bind(3, role)
                            .bind(4, hash)
                            .bind(5, invitedBy)
                            .bind(6, Columns.at(clock.instant()))
                            .bind(7, Columns.at(expires))
                            .map(ROW)
                            .one();
                });
    }

    /// Open ones, newest first; some may have expired.
    public Page<Invitation> list(OrganizationId organization, Optional<UUID> after, int limit) {
        return database.inTenant(
                organization,
                handle ->
                        Page.read(
                                handle.createQuery(
                                                "select * from invitations where organization_id ="
                                                        + " :organization and (:after::uuid is null"
                                                        + " or id < :after::uuid)"
                                                        + OPEN
                                                        + " order by id desc limit :limit")
                                        .bind("organization", organization.value()),
                                after,
                                limit,
                                ROW,
                                invitation -> invitation.id().value()));
    }

    /// False where there is no open one.
    public boolean revoke(OrganizationId organization, InvitationId id) {
        return database.inTenant(
                organization,
                handle ->
                        handle.execute(
                                        "update invitations set revoked_at = ? where id = ?" + OPEN,
                                        Columns.at(clock.instant()),
                                        id.value())
                                == 1);
    }

    /// One that is good.
    public Optional<Invitation> find(String hash) {
        return database.inInstallation(handle ->
                handle.createQuery(
                                "select * from invitations where token_hash = ?"
                                        + " and expires_at > ?"
                                        + OPEN)
                        .bind(0, hash)
                        .bind(1, Columns.at(clock.instant()))
                        .map(ROW)
                        .findOne());
    }

    /// Uses it up: of two who come with it at once, one gets it.
    public Optional<Invitation> take(String hash) {
        return database.inInstallation(handle ->
                handle.createQuery(
                                "update invitations set accepted_at = :now"
                                        + " where token_hash = :hash and expires_at > :now"
                                        + OPEN
                                        + " returning *")
                        .bind("now", Columns.at(clock.instant()))
                        .bind("hash", hash)
                        .map(ROW)
                        .findOne());
    }
}
