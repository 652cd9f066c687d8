package dev.fairlead.container;

import dev.fairlead.dataplane.apps.AppInstance;
import dev.fairlead.dataplane.apps.AppInstance.State;
import dev.fairlead.dataplane.apps.InstanceUsage;
import dev.fairlead.engine.Engine;
import dev.fairlead.engine.containers.Usage;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// What the instances of a version take, as the engine tells. For any thread.
final class Usages {
    private static final Logger LOG = LoggerFactory.getLogger(Usages.class);
    private static final Set<State> RUNNING =
            EnumSet.of(State.READY, State.DOUBTED, State.DRAINING, State.PAUSED);
    private static final Duration SHORTEST = Duration.ofMillis(250);
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /// Processor time that was taken at a time of this JVM.
    private record Reading(long cpuNanos, long at) {}

    private final Engine engine;
    private final Map<String, Reading> before = new ConcurrentHashMap<>();

    Usages(Engine engine) {
        this.engine = engine;
    }

    /// The same, and what those take that run. Blocks; an engine that does not tell in seconds
    /// leaves it unsaid.
    List<AppInstance> of(List<AppInstance> instances) {
        List<String> names = instances.stream().map(AppInstance::name).toList();
        before.keySet().retainAll(names);
        List<Callable<AppInstance>> asking =
                instances.stream().map(one -> (Callable<AppInstance>) () -> asked(one)).toList();
        var all = new ArrayList<AppInstance>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<AppInstance>> told =
                    threads.invokeAll(asking, PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            for (int i = 0; i < told.size(); i++) {
                all.add(toldOr(told.get(i), instances.get(i)));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return instances;
        }
        return List.copyOf(all);
    }

    private static AppInstance toldOr(Future<AppInstance> told, AppInstance plain)
            throws InterruptedException {
        try {
            return told.get();
        } catch (ExecutionException | CancellationException e) {
            LOG.debug("what an instance takes is not known instance={}", plain.name(), e);
            return plain;
        }
    }

    private AppInstance asked(AppInstance one) throws IOException, InterruptedException {
        if (one.name().isEmpty() || !RUNNING.contains(one.state())) {
            return one;
        }
        Reading last = lately(one.name());
        if (last == null) {
            last = reading(engine.containers().usage(one.name()));
            TimeUnit.MILLISECONDS.sleep(SHORTEST.toMillis());
        }
        Usage usage = engine.containers().usage(one.name());
        Reading now = reading(usage);
        before.put(one.name(), now);
        double percent = 100.0 * (now.cpuNanos - last.cpuNanos) / (now.at - last.at);
        return one.taking(
                new InstanceUsage(
                        usage.memoryBytes(),
                        usage.memoryLimitBytes(),
                        Duration.ofNanos(usage.cpuNanos()),
                        Math.max(0, percent),
                        usage.receivedBytes(),
                        usage.sentBytes(),
                        usage.processes()));
    }

    private static Reading reading(Usage usage) {
        return new Reading(usage.cpuNanos(), System.nanoTime());
    }

    /// The reading before, where it says how much is taken now.
    private @Nullable Reading lately(String name) {
        Reading last = before.get(name);
        long age = last == null ? Long.MAX_VALUE : System.nanoTime() - last.at;
        return age >= SHORTEST.toNanos() && age <= LONGEST.toNanos() ? last : null;
    }
}
