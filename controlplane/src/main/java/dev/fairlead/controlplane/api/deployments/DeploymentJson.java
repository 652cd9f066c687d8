package dev.fairlead.controlplane.api.deployments;

import dev.fairlead.controlplane.store.deployments.Deployment;
import dev.fairlead.model.deployments.Diagnostic;
import dev.fairlead.model.functions.ContentHash;
import dev.fairlead.model.functions.Language;
import dev.fairlead.model.ids.BuildId;
import dev.fairlead.model.wire.DeploymentResponse;
import dev.fairlead.model.wire.DiagnosticJson;
import dev.fairlead.model.wire.FailureJson;
import dev.fairlead.model.wire.PhaseJson;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Deployments as they travel.
public final class DeploymentJson {
    private DeploymentJson() {}

    private static <T> @Nullable T orNull(Optional<T> value) {
        return value.isPresent() ? value.get() : null;
    }

    public static DeploymentResponse deployment(Deployment deployment) {
        return new DeploymentResponse(
                deployment.id().toString(),
                deployment.service().toString(),
                deployment.environmentName().text(),
                deployment.kind().word(),
                orNull(deployment.base()),
                deployment.author(),
                deployment.approvedBy(),
                orNull(deployment.strategy().map(StrategyWire::write)),
                deployment.state().word(),
                orNull(deployment.language().map(Language::word)),
                orNull(deployment.source().map(ContentHash::hex)),
                orNull(deployment.upstream().map(UpstreamWire::write)),
                orNull(deployment.build().map(BuildId::toString)),
                orNull(deployment.version()),
                phases(deployment.phases(), deployment.endedAt()),
                orNull(deployment.failure().map(DeploymentJson::failure)),
                deployment.createdAt(),
                orNull(deployment.endedAt()));
    }

    /// A phase ends when the next begins.
    public static List<PhaseJson> phases(List<Deployment.Phase> all, Optional<Instant> ended) {
        var phases = new ArrayList<PhaseJson>();
        for (int i = 0; i < all.size(); i++) {
            boolean last = i + 1 == all.size();
            @Nullable Instant end = last ? orNull(ended) : all.get(i + 1).startedAt();
            phases.add(new PhaseJson(all.get(i).name(), all.get(i).startedAt(), end));
        }
        return phases;
    }

    public static FailureJson failure(Deployment.Failure failure) {
        return new FailureJson(
                failure.code(),
                failure.detail(),
                failure.diagnostics().stream().map(DeploymentJson::diagnostic).toList());
    }

    private static DiagnosticJson diagnostic(Diagnostic at) {
        return new DiagnosticJson(at.file(), at.line(), at.column(), at.message());
    }
}
