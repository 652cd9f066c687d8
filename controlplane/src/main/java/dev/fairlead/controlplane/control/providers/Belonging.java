package dev.fairlead.controlplane.control.providers;

import dev.fairlead.controlplane.store.organizations.CustomRole;
import dev.fairlead.controlplane.store.organizations.RoleStore;
import dev.fairlead.controlplane.store.providers.MappingStore;
import dev.fairlead.controlplane.store.providers.MappingStore.Given;
import dev.fairlead.controlplane.store.providers.Provider;
import dev.fairlead.identity.external.ExternalIdentity;
import dev.fairlead.identity.mapping.GroupMapping.Grant;
import dev.fairlead.identity.mapping.GroupMapping.Grant.Group;
import dev.fairlead.identity.mapping.GroupMapping.Grant.OrganizationRole;
import dev.fairlead.model.access.Permission;
import dev.fairlead.model.access.Role;
import dev.fairlead.model.access.RoleName;
import dev.fairlead.model.ids.GroupId;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.UserId;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Makes people what their provider says they are in its organization, at each sign-in anew.
final class Belonging {
    private final MappingStore store;
    private final RoleStore roles;

    Belonging(MappingStore store, RoleStore roles) {
        this.store = store;
        this.roles = roles;
    }

    void apply(Provider provider, UserId user, ExternalIdentity who) {
        provider.organization().ifPresent(within -> apply(provider, within, user, who));
    }

    private void apply(
            Provider provider, OrganizationId organization, UserId user, ExternalIdentity who) {
        Provider.Mapping mapping = provider.mapping();
        Set<Grant> grants = mapping.groups().grants(who);
        if (grants.isEmpty() && mapping.removeWithoutGroups()) {
            store.remove(provider.name(), organization, user);
            return;
        }
        // Of several roles the one whose rule comes first.
        Optional<RoleName> role =
                grants.stream()
                        .flatMap(g ->
                                g instanceof OrganizationRole(RoleName one)
                                        ? Stream.of(one)
                                        : Stream.empty())
                        .findFirst()
                        .or(mapping::defaultRole)
                        .filter(one -> mayBeMapped(roles, organization, one));
        Set<GroupId> groups =
                grants.stream()
                        .flatMap(g ->
                                g instanceof Group(GroupId one) ? Stream.of(one) : Stream.empty())
                        .collect(Collectors.toSet());
        store.apply(provider.name(), organization, user, new Given(role, groups));
    }

    /// Whoever owns an organization was made its owner by somebody. A role may have become more
    /// than it was when the provider was set up.
    static boolean mayBeMapped(RoleStore roles, OrganizationId organization, RoleName name) {
        Set<Permission> permissions =
                Role.parse(name.text())
                        .map(Role::permissions)
                        .or(() -> roles.find(organization, name).map(CustomRole::permissions))
                        .orElse(Set.of());
        return !permissions.isEmpty() && !permissions.contains(Permission.ORGANIZATION_OWN);
    }
}
