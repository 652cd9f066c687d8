package dev.fairlead.controlplane.control.builds;

import dev.fairlead.controlplane.store.builds.BuildLogStore;
import dev.fairlead.controlplane.store.builds.BuildLogStore.Line;
import dev.fairlead.controlplane.store.deployments.Deployment;
import dev.fairlead.model.ids.DeploymentId;
import dev.fairlead.model.ids.OrganizationId;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// Build logs, live and kept. A line is stored before anybody sees it, so that a number that was
/// seen names the same line for ever, whatever dies in between.
public final class BuildLogs {
    private static final Logger LOG = LoggerFactory.getLogger(BuildLogs.class);
    private static final int MOST_LINES = 10_000;
    private static final int MOST_LINE = 2_000;
    private static final int PAGE = 1_000;
    private static final Duration AGAIN = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final BuildLogStore store;
    private final Clock clock;
    private final Map<DeploymentId, Live> running = new ConcurrentHashMap<>();

    public BuildLogs(BuildLogStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /// The lines of one deployment that runs here: written by its job, stored by a thread of its
    /// own, as many at once as came while the last ones were on their way.
    private final class Live {
        private final Deployment deployment;
        private final List<Line> pending = new ArrayList<>();
        private long written;
        private long stored;
        private boolean ended;
        private boolean gone;

        Live(Deployment deployment, long last) {
            this.deployment = deployment;
            this.written = last;
            this.stored = last;
        }

        synchronized void add(String text) {
            if (written < MOST_LINES && !gone) {
                boolean last = written == MOST_LINES - 1;
                written++;
                pending.add(
                        new Line(
                                written,
                                clock.instant(),
                                last ? "(the log is cut here)" : cut(text)));
                notifyAll();
            }
        }

        /// Lines to store; empty when there will be no more.
        synchronized List<Line> next() throws InterruptedException {
            while (pending.isEmpty() && !ended) {
                wait();
            }
            return List.copyOf(pending);
        }

        synchronized void stored(List<Line> lines) {
            pending.subList(0, lines.size()).clear();
            stored = lines.getLast().number();
            notifyAll();
        }

        synchronized void end() {
            ended = true;
            notifyAll();
        }

        synchronized void leave() {
            gone = true;
            notifyAll();
        }

        synchronized void awaitAll() throws InterruptedException {
            long end = System.nanoTime() + PATIENCE.toNanos();
            for (long left = PATIENCE.toMillis(); !gone && left > 0; ) {
                wait(left);
                left = (end - System.nanoTime()) / 1_000_000;
            }
        }

        synchronized void await(long number, Duration patience) throws InterruptedException {
            long end = System.nanoTime() + patience.toNanos();
            long left = patience.toMillis();
            while (!gone && left > 0 && stored <= number) {
                wait(left);
                left = (end - System.nanoTime()) / 1_000_000;
            }
        }
    }

    private void keep(Live live) {
        try {
            for (List<Line> lines = live.next(); !lines.isEmpty(); lines = live.next()) {
                try {
                    Deployment of = live.deployment;
                    store.append(of.organization(), of.id(), lines);
                    live.stored(lines);
                } catch (RuntimeException e) {
                    LOG.warn("build log not stored yet deploymentId={}", live.deployment.id(), e);
                    TimeUnit.MILLISECONDS.sleep(AGAIN.toMillis());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            running.remove(live.deployment.id(), live);
            live.leave();
        }
    }

    /// PostgreSQL's text takes no NUL.
    private static String cut(String text) {
        String clean = text.replace('\0', '\ufffd');
        return clean.length() <= MOST_LINE ? clean : clean.substring(0, MOST_LINE) + " …";
    }

    /// Writes a line of a deployment that runs here. Never waits.
    public void line(Deployment deployment, String text) {
        running.computeIfAbsent(deployment.id(), _ -> open(deployment)).add(text);
    }

    /// A run that goes on after a crash goes on counting.
    private Live open(Deployment deployment) {
        var live =
                new Live(deployment, store.lastNumber(deployment.organization(), deployment.id()));
        Thread.ofVirtual().name("build-log").start(() -> keep(live));
        return live;
    }

    /// Returns when all lines are stored, or when they cannot be for a while.
    public void end(DeploymentId deployment) {
        Live live = running.get(deployment);
        if (live == null) {
            return;
        }
        live.end();
        try {
            live.awaitAll();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Lines with a number above `after`, a page of them; waits up to `patience` for one where
    /// there is none and the build runs here.
    public List<Line> read(
            OrganizationId organization, DeploymentId deployment, long after, Duration patience)
            throws InterruptedException {
        Live live = running.get(deployment);
        if (live != null) {
            live.await(after, patience);
        }
        return store.read(organization, deployment, after, PAGE);
    }
}
