package dev.fairlead.controlplane.store.deployments;

import dev.fairlead.model.deployments.DeploymentState;
import dev.fairlead.model.deployments.Diagnostic;
import dev.fairlead.model.functions.Abi;
import dev.fairlead.model.functions.ContentHash;
import dev.fairlead.model.functions.Language;
import dev.fairlead.model.ids.BuildId;
import dev.fairlead.model.ids.DeploymentId;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ServiceId;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One try to release a function.
public record Deployment(
        DeploymentId id,
        OrganizationId organization,
        ServiceId function,
        BuildId build,
        DeploymentState state,
        Language language,
        ContentHash source,
        Optional<Product> product,
        Optional<Integer> version,
        Optional<Failure> failure,
        List<Phase> phases,
        long revision,
        Instant createdAt,
        Optional<Instant> endedAt) {
    public Deployment {
        phases = List.copyOf(phases);
    }

    /// What the build made.
    public record Product(Abi abi, ContentHash artifact) {}

    /// Why it failed, for its author.
    public record Failure(String code, String detail, List<Diagnostic> diagnostics) {}

    /// A state it was in and since when.
    public record Phase(String name, Instant startedAt) {}
}
