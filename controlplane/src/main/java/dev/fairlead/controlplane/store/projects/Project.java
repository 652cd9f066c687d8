package dev.fairlead.controlplane.store.projects;

import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ProjectId;
import dev.fairlead.model.names.ProjectName;

import java.time.Instant;

/// A project.
public record Project(
        ProjectId id, OrganizationId organization, ProjectName name, Instant createdAt) {}
