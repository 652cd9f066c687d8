package dev.fairlead.controlplane.store.organizations;

import dev.fairlead.model.ids.GroupId;
import dev.fairlead.model.ids.ProjectId;
import dev.fairlead.model.ids.RoleGrantId;
import dev.fairlead.model.ids.UserId;

import java.util.Optional;

/// A role for a user or a group: in a project, or (for a group) in the whole organization.
public record RoleGrant(
        RoleGrantId id,
        Optional<ProjectId> project,
        Optional<UserId> user,
        Optional<GroupId> group,
        String role) {}
