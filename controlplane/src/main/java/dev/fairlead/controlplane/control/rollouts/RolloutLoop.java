package dev.fairlead.controlplane.control.rollouts;

import dev.fairlead.controlplane.store.DatabaseUnavailable;
import dev.fairlead.controlplane.store.versions.FiguresStore;
import dev.fairlead.controlplane.store.versions.FiguresStore.Figures;
import dev.fairlead.controlplane.store.versions.FiguresStore.Seen;
import dev.fairlead.dataplane.router.Tallies;
import dev.fairlead.dataplane.router.Tally;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/// Tells the store twice a second what this server counted of split aliases, and takes rollouts
/// further. Where nothing is split and nothing is rolled out it looks every few seconds alone.
public final class RolloutLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RolloutLoop.class);
    private static final Duration EVERY = Duration.ofMillis(500);
    private static final int IDLE_TURNS = 6;

    private final Tallies tallies;
    private final FiguresStore figures;
    private final Rollouts rollouts;
    private final Map<Tallies.Key, Tally.Counts> told = new HashMap<>();
    private final Thread thread = Thread.ofVirtual().name("rollouts").unstarted(this::run);
    private volatile boolean stopping;
    private int untilNext;

    public RolloutLoop(Tallies tallies, FiguresStore figures, Rollouts rollouts) {
        this.tallies = tallies;
        this.figures = figures;
        this.rollouts = rollouts;
    }

    public void start() {
        thread.start();
    }

    private void run() {
        while (!stopping) {
            try {
                TimeUnit.MILLISECONDS.sleep(EVERY.toMillis());
                turn();
            } catch (InterruptedException e) {
                return;
            } catch (DatabaseUnavailable e) {
                LOG.debug("rollouts stand still without the database", e);
            } catch (RuntimeException e) {
                LOG.error("rollouts were not taken further", e);
            }
        }
    }

    private void turn() throws InterruptedException {
        boolean split = tell();
        untilNext = split ? 0 : untilNext - 1;
        if (untilNext <= 0) {
            untilNext = rollouts.tick() > 0 ? 1 : IDLE_TURNS;
        }
    }

    /// Whether any alias is split here.
    boolean tell() {
        Map<Tallies.Key, Tally> all = tallies.all();
        var seen = new ArrayList<Seen>();
        var now = new HashMap<Tallies.Key, Tally.Counts>();
        all.forEach((key, tally) -> {
            Tally.Counts counts = tally.counts();
            now.put(key, counts);
            Figures more = since(told.get(key), counts, key);
            if (more.requests() > 0) {
                seen.add(
                        new Seen(
                                key.organization(),
                                key.service(),
                                key.environment(),
                                key.alias(),
                                key.revision(),
                                more));
            }
        });
        if (!seen.isEmpty()) {
            figures.add(seen);
        }
        told.keySet().retainAll(now.keySet());
        told.putAll(now);
        return !all.isEmpty();
    }

    private static Figures since(Tally.@Nullable Counts before, Tally.Counts now, Tallies.Key key) {
        List<Long> buckets =
                before == null
                        ? now.buckets()
                        : IntStream.range(0, Tally.BUCKETS)
                                .mapToObj(i -> now.buckets().get(i) - before.buckets().get(i))
                                .toList();
        return new Figures(
                key.version(),
                key.revision(),
                now.requests() - (before == null ? 0 : before.requests()),
                now.errors() - (before == null ? 0 : before.errors()),
                now.micros() - (before == null ? 0 : before.micros()),
                buckets);
    }

    @Override
    public void close() {
        stopping = true;
        thread.interrupt();
    }
}
