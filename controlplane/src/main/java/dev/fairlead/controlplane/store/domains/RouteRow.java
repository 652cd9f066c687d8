package dev.fairlead.controlplane.store.domains;

import dev.fairlead.dataplane.rules.HostRoute;
import dev.fairlead.model.domains.DomainId;
import dev.fairlead.model.ids.ProjectId;

import java.time.Instant;

/// A route as it is kept.
public record RouteRow(ProjectId project, DomainId domain, HostRoute route, Instant createdAt) {}
