package dev.fairlead.controlplane.store.providers;

import dev.fairlead.controlplane.store.Columns;
import dev.fairlead.controlplane.store.Database;
import dev.fairlead.identity.external.ProviderId;
import dev.fairlead.model.access.RoleName;
import dev.fairlead.model.ids.GroupId;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.UserId;

import org.jdbi.v3.core.Handle;

import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// What providers gave to people in their organization. Touches nothing that somebody here gave.
public final class MappingStore {
    private final Database database;
    private final Clock clock;

    public MappingStore(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /// What somebody is to have by a provider, and nothing else by it.
    public record Given(Optional<RoleName> role, Set<GroupId> groups) {
        public Given {
            groups = Set.copyOf(groups);
        }
    }

    /// Makes them a member where they are none, and what they have by the provider what it says
    /// now. Whom the organization's directory keeps out stays out of it.
    public void apply(ProviderId provider, OrganizationId organization, UserId user, Given given) {
        database.inTenant(
                organization,
                handle -> {
                    handle.execute(
                            """
                            insert into memberships (organization_id, user_id, role, created_at,
                                provider)
                            select o.id, ?, 'member', ?, ? from organizations o
                            where o.id = ? and not exists (
                                select from directory_users d
                                where d.organization_id = o.id and d.user_id = ? and not d.active)
                            on conflict do nothing\
                            """,
                            user.value(),
                            Columns.at(clock.instant()),
                            provider.text(),
                            organization.value(),
                            user.value());
                    return member(handle, organization, user)
                            ? given(handle, provider, organization, user, given)
                            : 0;
                });
    }

    private static boolean member(Handle handle, OrganizationId organization, UserId user) {
        return handle.createQuery(
                        "select exists (select from memberships where organization_id = ?"
                                + " and user_id = ?)")
                .bind(0, organization.value())
                .bind(1, user.value())
                .mapTo(Boolean.class)
                .one();
    }

    private static int given(
            Handle handle,
            ProviderId provider,
            OrganizationId organization,
            UserId user,
            Given given) {
        role(handle, provider, organization, user, given.role());
        return groups(handle, provider, organization, user, given.groups());
    }

    private static void role(
            Handle handle,
            ProviderId provider,
            OrganizationId organization,
            UserId user,
            Optional<RoleName> role) {
        if (role.isEmpty()) {
            handle.execute(
                    "delete from mapped_roles where organization_id = ? and user_id = ?"
                            + " and provider = ?",
                    organization.value(),
                    user.value(),
                    provider.text());
            return;
        }
        handle.execute(
                "insert into mapped_roles as m (organization_id, user_id, provider, role)"
                        + " values (?, ?, ?, ?)"
                        + " on conflict (organization_id, user_id, provider) do update"
                        + " set role = excluded.role where m.role <> excluded.role",
                organization.value(),
                user.value(),
                provider.text(),
                role.get().text());
    }

    private static int groups(
            Handle handle,
            ProviderId provider,
            OrganizationId organization,
            UserId user,
            Set<GroupId> groups) {
        UUID[] wanted = groups.stream().map(GroupId::value).toArray(UUID[]::new);
        handle.execute(
                "delete from group_members where organization_id = ? and user_id = ?"
                        + " and provider = ? and group_id <> all (?)",
                organization.value(),
                user.value(),
                provider.text(),
                wanted);
        return handle.execute(
                "insert into group_members (organization_id, group_id, user_id, provider)"
                        + " select g.organization_id, g.id, ?, ? from groups g"
                        + " where g.organization_id = ? and g.id = any (?)"
                        + " on conflict do nothing",
                user.value(),
                provider.text(),
                organization.value(),
                wanted);
    }

    /// Ends a membership that the provider made and nobody here confirmed; what somebody gave by
    /// hand stays.
    public void remove(ProviderId provider, OrganizationId organization, UserId user) {
        database.inTenant(
                organization,
                handle -> {
                    int gone =
                            handle.execute(
                                    "delete from memberships where organization_id = ?"
                                            + " and user_id = ? and provider = ?"
                                            + " and role <> 'owner'",
                                    organization.value(),
                                    user.value(),
                                    provider.text());
                    if (gone == 1) {
                        handle.execute(
                                "update keys set revoked_at = ? where user_id = ?"
                                        + " and revoked_at is null",
                                Columns.at(clock.instant()),
                                user.value());
                        return gone;
                    }
                    role(handle, provider, organization, user, Optional.empty());
                    return groups(handle, provider, organization, user, Set.of());
                });
    }
}
