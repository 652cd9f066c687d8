package dev.fairlead.controlplane.store.deployments;

import dev.fairlead.dataplane.versions.UpstreamSpec;
import dev.fairlead.model.deployments.DeploymentState;
import dev.fairlead.model.deployments.Diagnostic;
import dev.fairlead.model.functions.Abi;
import dev.fairlead.model.functions.ContentHash;
import dev.fairlead.model.functions.Language;
import dev.fairlead.model.ids.BuildId;
import dev.fairlead.model.ids.DeploymentId;
import dev.fairlead.model.ids.EnvironmentId;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ServiceId;
import dev.fairlead.model.names.EnvironmentName;
import dev.fairlead.model.traffic.Strategy;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// One try to release a service to an environment. Its language, source and product are those of
/// the version it takes where it builds none; a site has no language, a proxy an upstream alone.
/// `overrides` are sealed values for it alone.
public record Deployment(
        DeploymentId id,
        OrganizationId organization,
        ServiceId service,
        EnvironmentId environment,
        EnvironmentName environmentName,
        Kind kind,
        Optional<Integer> base,
        Optional<Strategy> strategy,
        String author,
        List<String> approvedBy,
        Map<String, String> overrides,
        Optional<BuildId> build,
        DeploymentState state,
        Optional<Language> language,
        Optional<ContentHash> source,
        Optional<UpstreamSpec> upstream,
        Optional<Product> product,
        Optional<Integer> version,
        Optional<Failure> failure,
        List<Phase> phases,
        long revision,
        Instant createdAt,
        Optional<Instant> endedAt) {
    public Deployment {
        phases = List.copyOf(phases);
        approvedBy = List.copyOf(approvedBy);
        overrides = Map.copyOf(overrides);
    }

    /// How it came to be.
    public enum Kind {
        /// Built from a source.
        SOURCE,
        /// Another upstream.
        UPSTREAM,
        /// A version of another environment.
        PROMOTION,
        /// A version with other settings.
        CONFIGURATION;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Kind parse(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    /// What the build made.
    public record Product(Abi abi, ContentHash artifact) {}

    /// Why it failed, for its author.
    public record Failure(String code, String detail, List<Diagnostic> diagnostics) {}

    /// A state it was in and since when.
    public record Phase(String name, Instant startedAt) {}
}
