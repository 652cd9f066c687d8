package dev.fairlead.controlplane.control.organizations;

import dev.fairlead.controlplane.control.access.Caller;
import dev.fairlead.controlplane.store.organizations.Member;
import dev.fairlead.controlplane.store.organizations.MemberStore;
import dev.fairlead.model.access.Role;
import dev.fairlead.model.access.RoleName;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.UserId;

/// Members: given another role, removed, leaving, handing over.
public final class Members {
    private final MemberStore store;
    private final Roles roles;

    public Members(MemberStore store, Roles roles) {
        this.store = store;
        this.roles = roles;
    }

    public Member setRole(Caller caller, UserId user, RoleName role) {
        Member before = store.get(caller.organization(), user);
        mayChange(caller, before);
        roles.mayGive(caller, role);
        return store.setRole(caller.organization(), user, role.text());
    }

    /// Somebody else: their keys there open nothing from now on.
    public void remove(Caller caller, UserId user) {
        mayChange(caller, store.get(caller.organization(), user));
        store.remove(caller.organization(), user);
    }

    private void mayChange(Caller caller, Member member) {
        roles.mayChange(caller, member.role());
        member.mappedRoles().forEach(role -> roles.mayChange(caller, role));
    }

    /// Oneself.
    public void leave(Caller caller) {
        store.remove(caller.organization(), caller.person());
    }

    /// Another member becomes an owner, the caller an admin.
    public void transfer(Caller caller, UserId to) {
        UserId from = caller.person();
        if (from.equals(to)) {
            throw Rejected.field("/user", "is you");
        }
        Member self = store.get(caller.organization(), from);
        if (!self.role().equals(Role.OWNER.word())) {
            throw new Rejected(ErrorCode.FORBIDDEN, "only an owner hands it over");
        }
        store.transfer(caller.organization(), from, to);
    }
}
