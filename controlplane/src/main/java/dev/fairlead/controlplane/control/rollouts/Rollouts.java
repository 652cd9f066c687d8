package dev.fairlead.controlplane.control.rollouts;

import dev.fairlead.controlplane.control.environments.Environments;
import dev.fairlead.controlplane.control.routes.PublishedRoutes;
import dev.fairlead.controlplane.store.DatabaseUnavailable;
import dev.fairlead.controlplane.store.environments.Environment;
import dev.fairlead.controlplane.store.services.ServiceRecord;
import dev.fairlead.controlplane.store.versions.FiguresStore;
import dev.fairlead.controlplane.store.versions.FiguresStore.Figures;
import dev.fairlead.controlplane.store.versions.Rollout;
import dev.fairlead.controlplane.store.versions.Rollout.State;
import dev.fairlead.controlplane.store.versions.RolloutStore;
import dev.fairlead.dataplane.router.RoutedAlias;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.RolloutId;
import dev.fairlead.model.names.AliasName;
import dev.fairlead.model.traffic.Strategy;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.util.List;
import java.util.Optional;

/// Use cases of rollouts, and what takes them further by itself. Traffic has moved when a call
/// returns.
public final class Rollouts {
    private static final Logger LOG = LoggerFactory.getLogger(Rollouts.class);
    private static final AliasName NEXT = new AliasName("next");
    private static final int MOST_CHECKS = 5;

    private final RolloutStore store;
    private final FiguresStore figures;
    private final PublishedRoutes routes;
    private final Probe probe;
    private final Clock clock;

    public Rollouts(
            RolloutStore store,
            FiguresStore figures,
            PublishedRoutes routes,
            Probe probe,
            Clock clock) {
        this.store = store;
        this.figures = figures;
        this.routes = routes;
        this.probe = probe;
        this.clock = clock;
    }

    public Rollout begin(
            ServiceRecord service, Environment environment, int version, Strategy strategy) {
        Environments.thawed(environment);
        Rollout begun =
                store.begin(
                        service.organization(), service.id(), environment.id(), version, strategy);
        routes.release(service.id());
        return begun;
    }

    public Rollout get(OrganizationId organization, RolloutId id) {
        return store.find(organization, id)
                .orElseThrow(() -> new Rejected(ErrorCode.ROLLOUT_NOT_FOUND, "no rollout " + id));
    }

    private static void open(Rollout rollout) {
        if (rollout.endedAt().isPresent()) {
            throw ended(rollout);
        }
    }

    private static Rejected ended(Rollout rollout) {
        return new Rejected(ErrorCode.ROLLOUT_ENDED, "it is " + rollout.state().word());
    }

    private Rollout moved(Rollout seen, Optional<Rollout> after) {
        routes.release(seen.service());
        Rollout now = get(seen.organization(), seen.id());
        if (after.isEmpty()) {
            open(now);
            throw new Rejected(
                    ErrorCode.REVISION_CONFLICT, "it went on meanwhile; look again and repeat");
        }
        return now;
    }

    /// The next step now, whatever the present one waits for.
    public Rollout advance(Rollout rollout) {
        open(rollout);
        return moved(rollout, store.advance(rollout));
    }

    /// All requests to the new version now.
    public Rollout complete(Rollout rollout) {
        open(rollout);
        return moved(rollout, store.complete(rollout));
    }

    /// Back to the version before. The one it brought may be tried again.
    public Rollout abort(Rollout rollout, String reason) {
        open(rollout);
        return moved(rollout, store.abort(rollout, reason, false));
    }

    public Rollout pause(Rollout rollout, boolean paused) {
        open(rollout);
        return moved(rollout, store.pause(rollout, paused));
    }

    /// What was counted of the versions since a rollout began.
    public List<Figures> figures(Rollout rollout) {
        return figures.sums(
                rollout.organization(),
                rollout.service(),
                rollout.environmentId(),
                rollout.alias(),
                rollout.createdAt());
    }

    /// How many go on by themselves, or stand still.
    public int tick() throws InterruptedException {
        routes.releaseOverdue();
        List<Rollout> open = store.open();
        for (Rollout rollout : open) {
            try {
                tick(rollout);
            } catch (DatabaseUnavailable e) {
                throw e;
            } catch (RuntimeException e) {
                LOG.error("a rollout stands still rolloutId={}", rollout.id(), e);
            }
        }
        return open.size();
    }

    private void tick(Rollout rollout) throws InterruptedException {
        Judgement known = Judgement.read(rollout.judgement());
        Judge.Look look = Judge.look(rollout, figures(rollout), known);
        if (look.against().isPresent()) {
            fail(rollout, look.against().get());
            return;
        }
        Judgement judgement = look.judgement();
        if (rollout.strategy().check().isPresent() && !judgement.checked()) {
            judgement = check(rollout, judgement);
        }
        if (!judgement.equals(known)) {
            store.judged(rollout, judgement.text());
        }
        if (rollout.state() == State.RUNNING && ready(rollout, judgement, look.requests())) {
            store.advance(rollout)
                    .ifPresent(after -> {
                        routes.release(after.service());
                        LOG.info("rollout went on rolloutId={} step={}", after.id(), after.step());
                    });
        }
    }

    private boolean ready(Rollout rollout, Judgement judgement, long requests) {
        Strategy strategy = rollout.strategy();
        boolean unchecked = strategy.check().isPresent() && !judgement.checked();
        if (rollout.at().manual() || unchecked) {
            return false;
        }
        boolean held = !rollout.stepStartedAt().plus(rollout.at().hold()).isAfter(clock.instant());
        return held
                && (rollout.at().basisPoints() == 0
                        || requests >= strategy.guard().minRequests() * (rollout.step() + 1L));
    }

    private Judgement check(Rollout rollout, Judgement judgement) throws InterruptedException {
        Strategy.Check check = rollout.strategy().check().orElseThrow();
        String label = RoutedAlias.label(rollout.environment(), NEXT);
        int status = probe.status(rollout.service(), label, check.path());
        Judgement tried = judgement.tried(status == check.status());
        if (!tried.checked() && tried.checks() >= MOST_CHECKS) {
            fail(
                    rollout,
                    "GET "
                            + check.path()
                            + " was answered with "
                            + (status == 0 ? "nothing" : status)
                            + " instead of "
                            + check.status()
                            + ", "
                            + MOST_CHECKS
                            + " times");
        }
        return tried;
    }

    private void fail(Rollout rollout, String why) {
        LOG.warn("rollout taken back rolloutId={} reason={}", rollout.id(), why);
        store.abort(rollout, why, true);
        routes.release(rollout.service());
    }
}
