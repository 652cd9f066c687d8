package dev.fairlead.controlplane.store.quotas;

import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ProjectId;

/// Whom a quota is for.
public sealed interface Scope {
    /// Every organization that has none of its own.
    record Everybody() implements Scope {}

    record OfOrganization(OrganizationId organization) implements Scope {}

    record OfProject(OrganizationId organization, ProjectId project) implements Scope {}
}
