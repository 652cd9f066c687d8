package dev.fairlead.controlplane.control.access;

import dev.fairlead.controlplane.store.Acting;
import dev.fairlead.model.access.Permission;
import dev.fairlead.model.access.Permission.Reach;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.KeyId;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ProjectId;
import dev.fairlead.model.ids.SessionId;
import dev.fairlead.model.ids.UserId;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/// Who asks, in which organization, and what they may there. `user` is the person behind it, whom
/// allow lists name; `administrator` is whether they administer the installation. What they showed
/// holds until `expiresAt`.
public record Caller(
        Via via,
        String id,
        String name,
        Optional<UserId> user,
        Optional<SessionId> session,
        Optional<KeyId> key,
        boolean administrator,
        Optional<OrganizationId> within,
        Access access,
        Instant expiresAt) {

    /// How they proved who they are.
    public enum Via {
        /// They did not.
        NOBODY,
        COOKIE,
        TOKEN,
        KEY
    }

    /// Whoever asks without a credential.
    public static final Caller ANYBODY =
            new Caller(
                    Via.NOBODY,
                    "anybody",
                    "anybody",
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    false,
                    Optional.empty(),
                    Access.NONE,
                    Instant.MAX);

    /// The organization this request is about; refused where the caller has to name it.
    public OrganizationId organization() {
        return within.orElseThrow(() ->
                new Rejected(
                        ErrorCode.ORGANIZATION_NEEDED,
                        "name one in the header "
                                + Callers.ORGANIZATION_HEADER
                                + "; GET /account/organizations lists yours"));
    }

    /// Their user; keys of projects have none.
    public UserId person() {
        return user.orElseThrow(
                () -> new Rejected(ErrorCode.FORBIDDEN, "this is for users; a key has no account"));
    }

    /// Whether they may it at all, everywhere or somewhere.
    public boolean may(Permission permission) {
        return switch (permission.reach()) {
            case ANYBODY -> true;
            case CALLER -> via != Via.NOBODY;
            case ACCOUNT -> session.isPresent();
            case INSTALLATION -> administrator;
            case ORGANIZATION -> access.everywhere(permission);
            case PROJECT -> access.anywhere(permission);
        };
    }

    /// What the row policies are to let them reach by this permission.
    public Acting scope(Permission permission) {
        Optional<Set<UUID>> projects =
                permission.reach() == Reach.PROJECT
                        ? access.reach(permission)
                                .map(some ->
                                        some.stream()
                                                .map(ProjectId::value)
                                                .collect(Collectors.toSet()))
                        : Optional.empty();
        boolean unlisted = administrator || access.everywhere(Permission.MEMBERS_WRITE);
        return Acting.reaching(
                projects, unlisted ? Optional.empty() : Optional.of(user.map(UserId::value)));
    }
}
