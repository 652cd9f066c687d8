package dev.fairlead.server.releases;

import dev.fairlead.controlplane.jobs.Jobs;
import dev.fairlead.controlplane.store.environments.Environment;
import dev.fairlead.controlplane.store.environments.EnvironmentStore;
import dev.fairlead.controlplane.store.versions.FiguresStore;
import dev.fairlead.controlplane.store.versions.RetentionStore;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.time.Duration;
import java.util.List;

/// Removes versions that their environments keep no longer, and old figures.
final class VersionRetention {
    private static final Logger LOG = LoggerFactory.getLogger(VersionRetention.class);
    private static final Duration FIGURES_KEPT = Duration.ofDays(90);

    private final EnvironmentStore environments;
    private final RetentionStore retention;
    private final FiguresStore figures;
    private final Clock clock;

    VersionRetention(
            EnvironmentStore environments,
            RetentionStore retention,
            FiguresStore figures,
            Clock clock) {
        this.environments = environments;
        this.retention = retention;
        this.figures = figures;
        this.clock = clock;
    }

    List<Jobs.Recurring> recurring() {
        return List.of(
                new Jobs.Recurring("version-retention", Duration.ofHours(1), this::prune),
                new Jobs.Recurring("old-figures", Duration.ofHours(6), this::forget));
    }

    private void prune() {
        for (Environment environment : environments.withRetention()) {
            int gone =
                    retention
                            .prune(
                                    environment.organization(),
                                    environment.id(),
                                    environment.retention())
                            .size();
            if (gone > 0) {
                LOG.info("versions removed environmentId={} versions={}", environment.id(), gone);
            }
        }
    }

    private void forget() {
        figures.forget(clock.instant().minus(FIGURES_KEPT));
    }
}
