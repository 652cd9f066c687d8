package dev.fairlead.controlplane.store.versions;

import dev.fairlead.model.ids.DeploymentId;
import dev.fairlead.model.ids.EnvironmentId;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.RolloutId;
import dev.fairlead.model.ids.ServiceId;
import dev.fairlead.model.names.AliasName;
import dev.fairlead.model.names.EnvironmentName;
import dev.fairlead.model.traffic.Strategy;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// A move of an alias from one version to another, step by step. `judgement` is what the judge
/// wrote down, as JSON; `reason` says why it ended as it did.
public record Rollout(
        RolloutId id,
        OrganizationId organization,
        ServiceId service,
        EnvironmentId environmentId,
        EnvironmentName environment,
        AliasName alias,
        Optional<DeploymentId> deployment,
        int from,
        int to,
        Strategy strategy,
        State state,
        int step,
        Instant stepStartedAt,
        String judgement,
        Optional<String> reason,
        long revision,
        Instant createdAt,
        Optional<Instant> endedAt) {

    /// Where a rollout stands.
    public enum State {
        RUNNING,
        /// Stays where it is until somebody says otherwise.
        PAUSED,
        COMPLETED,
        ABORTED;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static State parse(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    public Strategy.Step at() {
        return strategy.steps().get(step);
    }

    public boolean last() {
        return step + 1 == strategy.steps().size();
    }
}
