package dev.fairlead.controlplane.api.organizations;

import dev.fairlead.controlplane.api.routes.ApiRequest;
import dev.fairlead.controlplane.store.organizations.Group;
import dev.fairlead.controlplane.store.organizations.Invitation;
import dev.fairlead.controlplane.store.organizations.Member;
import dev.fairlead.controlplane.store.organizations.Organization;
import dev.fairlead.controlplane.store.organizations.RoleGrant;
import dev.fairlead.model.access.Permission;
import dev.fairlead.model.access.RoleName;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.GroupId;
import dev.fairlead.model.ids.ProjectId;
import dev.fairlead.model.ids.UserId;
import dev.fairlead.model.wire.GroupResponse;
import dev.fairlead.model.wire.InvitationResponse;
import dev.fairlead.model.wire.MemberResponse;
import dev.fairlead.model.wire.OrganizationResponse;
import dev.fairlead.model.wire.RoleGrantResponse;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What belongs to an organization, as it travels.
final class OrganizationJson {
    private OrganizationJson() {}

    static OrganizationResponse organization(Organization one) {
        return new OrganizationResponse(one.id().toString(), one.name(), one.createdAt());
    }

    static MemberResponse member(Member one) {
        return new MemberResponse(
                one.user().toString(),
                one.email(),
                one.name(),
                one.role(),
                one.mappedRoles(),
                one.since());
    }

    static GroupResponse group(Group one) {
        return new GroupResponse(
                one.id().toString(),
                one.name(),
                one.externalId().orElse(null),
                one.members(),
                one.createdAt());
    }

    static InvitationResponse invitation(Invitation one, Optional<String> link) {
        return new InvitationResponse(
                one.id().toString(),
                one.email().text(),
                one.role(),
                one.invitedBy(),
                one.createdAt(),
                one.expiresAt(),
                link.orElse(null));
    }

    static RoleGrantResponse grant(RoleGrant one) {
        return new RoleGrantResponse(
                one.id().toString(),
                one.project().map(ProjectId::toString).orElse(null),
                one.user().map(UserId::toString).orElse(null),
                one.group().map(GroupId::toString).orElse(null),
                one.role());
    }

    static RoleName role(@Nullable String text) {
        return ApiRequest.field("/role", text, RoleName::new);
    }

    static List<String> words(Collection<Permission> permissions) {
        return permissions.stream().map(Permission::word).sorted().toList();
    }

    /// Permissions that roles can be made of.
    static Set<Permission> permissions(String pointer, @Nullable List<String> words) {
        if (words == null) {
            throw Rejected.field(pointer, "is needed");
        }
        var all = EnumSet.noneOf(Permission.class);
        for (int i = 0; i < words.size(); i++) {
            Optional<Permission> one = Permission.parse(words.get(i)).filter(Permission::grantable);
            if (one.isEmpty()) {
                throw Rejected.field(
                        pointer + "/" + i, "is no permission; GET /roles shows all of them");
            }
            all.add(one.get());
        }
        return all;
    }
}
