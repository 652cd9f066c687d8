package dev.fairlead.model.access;

import dev.fairlead.model.access.Permission.Reach;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// The roles that every organization has. Each has the permissions of those after it.
public enum Role {
    /// Everything, and the only one that can hand the organization over or end it.
    OWNER,
    /// Members, roles, keys and settings.
    ADMIN,
    /// Makes projects and functions and deploys.
    DEVELOPER,
    /// Runs what is there: invokes, cancels, rolls back.
    OPERATOR,
    /// Looks.
    VIEWER,
    /// Belongs to it, and may what projects grant.
    MEMBER;

    private Set<Permission> own() {
        return switch (this) {
            case OWNER -> Set.of(Permission.ORGANIZATION_OWN);
            case ADMIN ->
                    Set.of(
                            Permission.ORGANIZATION_WRITE,
                            Permission.MEMBERS_WRITE,
                            Permission.DIRECTORY_WRITE,
                            Permission.AUDIT_READ,
                            Permission.AUDIT_WRITE,
                            Permission.KEYS_WRITE,
                            Permission.VARIABLES_REVEAL);
            case DEVELOPER ->
                    Set.of(
                            Permission.PROJECTS_WRITE,
                            Permission.FUNCTIONS_WRITE,
                            Permission.DOMAINS_WRITE,
                            Permission.VARIABLES_WRITE);
            case OPERATOR ->
                    Set.of(
                            Permission.FUNCTIONS_RELEASE,
                            Permission.FUNCTIONS_EXECUTE,
                            Permission.KEYS_READ);
            case VIEWER ->
                    Set.of(
                            Permission.MEMBERS_READ,
                            Permission.PROJECTS_READ,
                            Permission.FUNCTIONS_READ,
                            Permission.EXECUTIONS_READ,
                            Permission.DOMAINS_READ,
                            Permission.VARIABLES_READ);
            case MEMBER -> Set.of(Permission.ORGANIZATION_READ);
        };
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public Set<Permission> permissions() {
        var all = EnumSet.noneOf(Permission.class);
        for (Role role : values()) {
            if (role.compareTo(this) >= 0) {
                all.addAll(role.own());
            }
        }
        return Collections.unmodifiableSet(all);
    }

    /// What of it can be had in one project alone.
    public Set<Permission> inProject() {
        var all = EnumSet.copyOf(permissions());
        all.removeIf(p -> p.reach() != Reach.PROJECT);
        return Collections.unmodifiableSet(all);
    }

    public static Optional<Role> parse(String word) {
        return Arrays.stream(values()).filter(r -> r.word().equals(word)).findFirst();
    }
}
