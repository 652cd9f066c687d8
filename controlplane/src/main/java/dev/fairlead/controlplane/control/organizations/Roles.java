package dev.fairlead.controlplane.control.organizations;

import dev.fairlead.controlplane.control.access.Access;
import dev.fairlead.controlplane.control.access.Caller;
import dev.fairlead.controlplane.store.organizations.CustomRole;
import dev.fairlead.controlplane.store.organizations.RoleGrant;
import dev.fairlead.controlplane.store.organizations.RoleGrantStore;
import dev.fairlead.controlplane.store.organizations.RoleStore;
import dev.fairlead.model.access.Permission;
import dev.fairlead.model.access.Role;
import dev.fairlead.model.access.RoleName;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.GroupId;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ProjectId;
import dev.fairlead.model.ids.RoleGrantId;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// What roles hold, and the rule that nobody gives, takes or changes more than they have.
public final class Roles {
    private final RoleStore store;
    private final RoleGrantStore grants;

    public Roles(RoleStore store, RoleGrantStore grants) {
        this.store = store;
        this.grants = grants;
    }

    /// Refuses a role that is not there.
    public Set<Permission> permissions(OrganizationId organization, RoleName name) {
        return Role.parse(name.text())
                .map(Role::permissions)
                .or(() -> store.find(organization, name).map(CustomRole::permissions))
                .orElseThrow(
                        () -> new Rejected(ErrorCode.ROLE_NOT_FOUND, "no role '" + name + "'"));
    }

    /// A role that somebody has; one that was deleted meanwhile holds nothing.
    private Set<Permission> held(OrganizationId organization, String name) {
        try {
            return permissions(organization, new RoleName(name));
        } catch (Rejected e) {
            return Set.of();
        }
    }

    /// Refuses a role that holds more than the caller does.
    public void mayGive(Caller caller, RoleName role) {
        check(caller.access(), permissions(caller.organization(), role));
    }

    /// Refuses to touch somebody who holds more than the caller does.
    public void mayChange(Caller caller, String role) {
        check(caller.access(), held(caller.organization(), role));
    }

    private static void check(Access access, Set<Permission> wanted) {
        if (!access.covers(wanted)) {
            throw tooHigh();
        }
    }

    private static Rejected tooHigh() {
        return new Rejected(
                ErrorCode.ROLE_TOO_HIGH, "that role may more than you may; ask an owner");
    }

    /// Refuses a directory to touch who holds more than an admin, unless the caller does, too.
    public void mayProvision(Caller caller, String role) {
        check(ofDirectory(caller), held(caller.organization(), role));
    }

    /// Likewise to say who is in a group that was granted more.
    public void mayProvision(Caller caller, GroupId group) {
        mayChangeMembers(ofDirectory(caller), caller.organization(), group);
    }

    private static Access ofDirectory(Caller caller) {
        var all = EnumSet.copyOf(Role.ADMIN.permissions());
        all.addAll(caller.access().everywhere());
        return new Access(all, caller.access().projects());
    }

    /// Makes a role or changes it, by somebody who has all of it, before and after.
    public void put(Caller caller, CustomRole role) {
        if (role.name().builtIn()) {
            throw Rejected.field("/name", "is the name of a role that every organization has");
        }
        store.find(caller.organization(), role.name())
                .ifPresent(before -> check(caller.access(), before.permissions()));
        check(caller.access(), role.permissions());
        store.put(caller.organization(), role);
    }

    /// Grants a role in a project, or to a group everywhere.
    public RoleGrant grant(Caller caller, RoleGrantStore.To to, RoleName role) {
        Set<Permission> permissions = permissions(caller.organization(), role);
        checkAt(caller.access(), to.project(), permissions);
        return grants.put(caller.organization(), to, role.text());
    }

    private static void checkAt(
            Access access, Optional<ProjectId> project, Set<Permission> permissions) {
        if (project.isEmpty()) {
            check(access, permissions);
            return;
        }
        var there = EnumSet.noneOf(Permission.class);
        permissions.stream().filter(p -> p.reach() == Permission.Reach.PROJECT).forEach(there::add);
        if (!access.covers(there, project.get())) {
            throw tooHigh();
        }
    }

    /// Refuses to change who is in a group that was granted more than the caller has: being put
    /// into it is being given that.
    public void mayChangeMembers(Caller caller, GroupId group) {
        mayChangeMembers(caller.access(), caller.organization(), group);
    }

    private void mayChangeMembers(Access access, OrganizationId organization, GroupId group) {
        for (RoleGrant grant : grants.ofGroup(organization, group)) {
            checkAt(access, grant.project(), held(organization, grant.role()));
        }
    }

    public void revoke(Caller caller, RoleGrantId id) {
        RoleGrant grant = grants.get(caller.organization(), id);
        checkAt(caller.access(), grant.project(), held(caller.organization(), grant.role()));
        grants.delete(caller.organization(), id);
    }
}
