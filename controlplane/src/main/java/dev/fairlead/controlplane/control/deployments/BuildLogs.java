package dev.fairlead.controlplane.control.deployments;

import dev.fairlead.controlplane.store.deployments.BuildLogStore;
import dev.fairlead.controlplane.store.deployments.BuildLogStore.Line;
import dev.fairlead.controlplane.store.deployments.Deployment;
import dev.fairlead.model.ids.DeploymentId;
import dev.fairlead.model.ids.OrganizationId;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Build logs, live and kept. A build's lines are in memory while it runs here and in the store
/// from its next phase on; a reader gets the same lines either way.
public final class BuildLogs {
    private static final int MOST_LINES = 10_000;
    private static final int MOST_LINE = 2_000;

    private final BuildLogStore store;
    private final Clock clock;
    private final Map<DeploymentId, Live> running = new ConcurrentHashMap<>();

    public BuildLogs(BuildLogStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    private final class Live {
        private final List<Line> lines = new ArrayList<>();
        private final long first;
        private int stored;

        Live(long first) {
            this.first = first;
        }

        synchronized void add(String text) {
            if (lines.size() < MOST_LINES) {
                boolean last = lines.size() == MOST_LINES - 1;
                String kept = last ? "(the log is cut here)" : cut(text);
                lines.add(new Line(first + lines.size(), clock.instant(), kept));
                notifyAll();
            }
        }

        synchronized List<Line> unstored() {
            List<Line> rest = List.copyOf(lines.subList(stored, lines.size()));
            stored = lines.size();
            return rest;
        }

        synchronized List<Line> after(long number) {
            return lines.stream().filter(line -> line.number() > number).toList();
        }

        synchronized void ended() {
            notifyAll();
        }

        synchronized void await(long number, Duration patience) throws InterruptedException {
            if (after(number).isEmpty()) {
                wait(patience.toMillis());
            }
        }
    }

    /// PostgreSQL's text takes no NUL.
    private static String cut(String text) {
        String clean = text.replace('\0', '\ufffd');
        return clean.length() <= MOST_LINE ? clean : clean.substring(0, MOST_LINE) + " …";
    }

    /// Writes a line of a deployment that runs here.
    void line(Deployment deployment, String text) {
        running.computeIfAbsent(deployment.id(), _ -> new Live(firstNumber(deployment))).add(text);
    }

    /// A run that goes on after a crash goes on counting.
    private long firstNumber(Deployment deployment) {
        List<Line> kept = store.read(deployment.organization(), deployment.id(), 0, MOST_LINES);
        return kept.isEmpty() ? 1 : kept.getLast().number() + 1;
    }

    /// Stores what has come since the last time.
    void store(Deployment deployment) {
        Live live = running.get(deployment.id());
        if (live != null) {
            store.append(deployment.organization(), deployment.id(), live.unstored());
        }
    }

    void end(Deployment deployment) {
        store(deployment);
        Live live = running.remove(deployment.id());
        if (live != null) {
            live.ended();
        }
    }

    /// Lines with a number above `after`; waits up to `patience` for one where there is none.
    public List<Line> read(
            OrganizationId organization, DeploymentId deployment, long after, Duration patience)
            throws InterruptedException {
        Live live = running.get(deployment);
        if (live == null) {
            return store.read(organization, deployment, after, MOST_LINES);
        }
        var lines = new ArrayList<Line>();
        if (after + 1 < live.first) {
            lines.addAll(store.read(organization, deployment, after, MOST_LINES));
        } else {
            live.await(after, patience);
        }
        long reached = lines.isEmpty() ? after : lines.getLast().number();
        lines.addAll(live.after(reached));
        return lines;
    }
}
