package dev.fairlead.controlplane.control.directory;

import dev.fairlead.controlplane.control.access.Caller;
import dev.fairlead.controlplane.control.organizations.Invitations;
import dev.fairlead.controlplane.control.organizations.Roles;
import dev.fairlead.controlplane.store.directory.DirectoryGroup;
import dev.fairlead.controlplane.store.directory.DirectoryGroupStore;
import dev.fairlead.controlplane.store.directory.DirectoryUser;
import dev.fairlead.controlplane.store.directory.DirectoryUserStore;
import dev.fairlead.controlplane.store.organizations.MemberStore;
import dev.fairlead.model.ids.GroupId;
import dev.fairlead.model.ids.UserId;

/// Does what a directory says, as far as a directory may: whoever holds more than an administrator
/// of the organization, and groups that were granted more, are for those who have that themselves.
public final class Directory {
    private final DirectoryUserStore users;
    private final DirectoryGroupStore groups;
    private final MemberStore members;
    private final Invitations invitations;
    private final Roles roles;

    public Directory(
            DirectoryUserStore users,
            DirectoryGroupStore groups,
            MemberStore members,
            Invitations invitations,
            Roles roles) {
        this.users = users;
        this.groups = groups;
        this.members = members;
        this.invitations = invitations;
        this.roles = roles;
    }

    /// Makes an account, and a member of it; who has an account already is invited.
    public DirectoryUser create(Caller caller, DirectoryUserStore.Entry entry) {
        return done(caller, entry, users.create(caller.organization(), entry));
    }

    private DirectoryUser done(
            Caller caller, DirectoryUserStore.Entry entry, DirectoryUserStore.Change change) {
        if (change.toInvite()) {
            invitations.provision(caller, entry.email());
        }
        return users.get(caller.organization(), change.user());
    }

    public DirectoryUser update(Caller caller, UserId user, DirectoryUserStore.Entry entry) {
        if (!entry.active()) {
            mayRemove(caller, user);
        }
        return done(caller, entry, users.update(caller.organization(), user, entry));
    }

    private void mayRemove(Caller caller, UserId user) {
        members.find(caller.organization(), user)
                .ifPresent(member -> {
                    roles.mayProvision(caller, member.role());
                    member.mappedRoles().forEach(role -> roles.mayProvision(caller, role));
                });
    }

    public void delete(Caller caller, UserId user) {
        mayRemove(caller, user);
        users.delete(caller.organization(), user);
    }

    public DirectoryGroup create(Caller caller, DirectoryGroupStore.Entry entry) {
        return groups.get(caller.organization(), groups.create(caller.organization(), entry));
    }

    public DirectoryGroup update(Caller caller, GroupId group, DirectoryGroupStore.Entry entry) {
        roles.mayProvision(caller, group);
        groups.update(caller.organization(), group, entry);
        return groups.get(caller.organization(), group);
    }

    public void delete(Caller caller, GroupId group) {
        roles.mayProvision(caller, group);
        groups.delete(caller.organization(), group);
    }
}
