package dev.fairlead.controlplane.store.services;

import dev.fairlead.model.deployments.DeploymentState;
import dev.fairlead.model.functions.Language;
import dev.fairlead.model.functions.Limits;
import dev.fairlead.model.functions.ServiceKind;
import dev.fairlead.model.functions.ServiceSettings;
import dev.fairlead.model.ids.DeploymentId;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ProjectId;
import dev.fairlead.model.ids.ServiceId;
import dev.fairlead.model.names.ProjectName;
import dev.fairlead.model.names.ServiceName;

import java.time.Instant;
import java.util.Optional;

/// A service as it stands. `live` is the version behind the `live` alias.
public record ServiceRecord(
        ServiceId id,
        OrganizationId organization,
        ProjectId projectId,
        ProjectName project,
        ServiceName name,
        ServiceKind kind,
        Optional<Language> language,
        ServiceSettings settings,
        long revision,
        Optional<Integer> live,
        Optional<Latest> latest,
        Instant createdAt,
        Instant updatedAt) {
    public Limits limits() {
        return settings.limits();
    }

    /// The newest deployment of a function.
    public record Latest(DeploymentId id, DeploymentState state) {}
}
