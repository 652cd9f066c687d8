package dev.fairlead.controlplane.store.functions;

import dev.fairlead.model.deployments.DeploymentState;
import dev.fairlead.model.functions.FunctionSettings;
import dev.fairlead.model.functions.Language;
import dev.fairlead.model.functions.Limits;
import dev.fairlead.model.ids.DeploymentId;
import dev.fairlead.model.ids.FunctionId;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ProjectId;
import dev.fairlead.model.names.FunctionName;
import dev.fairlead.model.names.ProjectName;

import java.time.Instant;
import java.util.Optional;

/// A function as it stands. `live` is the version behind the `live` alias.
public record FunctionRecord(
        FunctionId id,
        OrganizationId organization,
        ProjectId projectId,
        ProjectName project,
        FunctionName name,
        Optional<Language> language,
        FunctionSettings settings,
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
