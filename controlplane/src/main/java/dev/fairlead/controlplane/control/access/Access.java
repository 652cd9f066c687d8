package dev.fairlead.controlplane.control.access;

import dev.fairlead.model.access.Permission;
import dev.fairlead.model.access.Role;
import dev.fairlead.model.ids.ProjectId;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What somebody may in one organization: everywhere in it, and in single projects besides.
public record Access(Set<Permission> everywhere, Map<ProjectId, Set<Permission>> projects) {
    /// What a key of a project may there where it names no scopes.
    public static final Set<Permission> OF_PROJECT_KEYS = Role.DEVELOPER.inProject();

    public static final Access NONE = new Access(Set.of(), Map.of());

    public Access {
        everywhere = Set.copyOf(everywhere);
        projects = Map.copyOf(projects);
    }

    /// Whether they may it everywhere.
    public boolean everywhere(Permission permission) {
        return everywhere.contains(permission);
    }

    /// Whether they may it anywhere.
    public boolean anywhere(Permission permission) {
        return everywhere(permission)
                || projects.values().stream().anyMatch(some -> some.contains(permission));
    }

    /// The projects in which they may it; empty for all of them.
    public Optional<Set<ProjectId>> reach(Permission permission) {
        if (everywhere(permission)) {
            return Optional.empty();
        }
        return Optional.of(
                projects.entrySet().stream()
                        .filter(entry -> entry.getValue().contains(permission))
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toUnmodifiableSet()));
    }

    /// What of it `scopes` leave.
    public Access within(Set<Permission> scopes) {
        var left = new HashMap<ProjectId, Set<Permission>>();
        projects.forEach((project, some) -> left.put(project, common(some, scopes)));
        return new Access(common(everywhere, scopes), left);
    }

    private static Set<Permission> common(Set<Permission> some, Set<Permission> others) {
        var both = EnumSet.noneOf(Permission.class);
        both.addAll(some);
        both.retainAll(others);
        return both;
    }

    /// Whether it holds all that `wanted` asks for everywhere: nobody gives more than they have.
    public boolean covers(Set<Permission> wanted) {
        return everywhere.containsAll(wanted);
    }

    /// Whether it holds all that `wanted` asks for in `project`.
    public boolean covers(Set<Permission> wanted, ProjectId project) {
        var held = EnumSet.noneOf(Permission.class);
        held.addAll(everywhere);
        held.addAll(projects.getOrDefault(project, Set.of()));
        return held.containsAll(wanted);
    }
}
