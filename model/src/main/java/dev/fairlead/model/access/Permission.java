package dev.fairlead.model.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What a route needs its caller to be allowed.
public enum Permission {
    /// Whoever asks; for what comes before anybody is known, such as signing in.
    PUBLIC_ACCESS(Reach.ANYBODY),
    /// One's own account: every user has it, no key does.
    ACCOUNT_MANAGE(Reach.ACCOUNT),
    /// The installation itself: organizations, and whatever concerns all of them.
    INSTALLATION_MANAGE(Reach.INSTALLATION),
    INSTALLATION_READ(Reach.CALLER),
    ORGANIZATION_READ(Reach.ORGANIZATION),
    ORGANIZATION_WRITE(Reach.ORGANIZATION),
    /// Hand it to another, or end it.
    ORGANIZATION_OWN(Reach.ORGANIZATION),
    MEMBERS_READ(Reach.ORGANIZATION),
    MEMBERS_WRITE(Reach.ORGANIZATION),
    /// As a directory (SCIM): who belongs to it, and to which of its groups.
    DIRECTORY_WRITE(Reach.ORGANIZATION),
    AUDIT_READ(Reach.ORGANIZATION),
    /// Where the log is sent, and how long it is kept.
    AUDIT_WRITE(Reach.ORGANIZATION),
    KEYS_READ(Reach.PROJECT),
    KEYS_WRITE(Reach.PROJECT),
    PROJECTS_READ(Reach.PROJECT),
    PROJECTS_WRITE(Reach.PROJECT),
    FUNCTIONS_READ(Reach.PROJECT),
    FUNCTIONS_WRITE(Reach.PROJECT),
    FUNCTIONS_RELEASE(Reach.PROJECT),
    FUNCTIONS_EXECUTE(Reach.PROJECT),
    EXECUTIONS_READ(Reach.PROJECT),
    /// Domains, their certificates and routes.
    DOMAINS_READ(Reach.PROJECT),
    DOMAINS_WRITE(Reach.PROJECT),
    VARIABLES_READ(Reach.PROJECT),
    VARIABLES_WRITE(Reach.PROJECT),
    /// Secrets in plain text; each look is in the audit log.
    VARIABLES_REVEAL(Reach.PROJECT);

    private final Reach reach;

    Permission(Reach reach) {
        this.reach = reach;
    }

    /// What a permission is about, and so who can have it.
    public enum Reach {
        ANYBODY,
        /// Whoever is known.
        CALLER,
        ACCOUNT,
        INSTALLATION,
        ORGANIZATION,
        /// Can be had in one project alone.
        PROJECT
    }

    public Reach reach() {
        return reach;
    }

    /// Whether roles are made of it.
    public boolean grantable() {
        return reach == Reach.ORGANIZATION || reach == Reach.PROJECT;
    }

    /// The form in descriptions, roles and scopes, such as `functions:read`.
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', ':');
    }

    public static Optional<Permission> parse(String word) {
        return Arrays.stream(values()).filter(p -> p.word().equals(word)).findFirst();
    }
}
