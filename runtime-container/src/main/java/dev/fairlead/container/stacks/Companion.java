package dev.fairlead.container.stacks;

import dev.fairlead.container.instances.Making.Join;
import dev.fairlead.container.instances.StartFailed;
import dev.fairlead.dataplane.apps.AppInstance;
import dev.fairlead.engine.EngineFailed;
import dev.fairlead.engine.containers.ContainerSpec;
import dev.fairlead.engine.containers.ContainerSummary;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.stacks.StackService;
import dev.fairlead.model.stacks.StackService.Condition;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A service of a stack that requests do not go to: its containers are started, watched, started
/// again, and stopped. For any thread.
final class Companion {
    private static final Logger LOG = LoggerFactory.getLogger(Companion.class);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(15);

    private final StackService service;
    private final boolean job;
    private final Hands hands;
    private final Recipe recipe;
    private final List<String> labels;
    private final Map<String, Join> joins = new LinkedHashMap<>();
    private List<Replica> replicas = List.of();
    private boolean wanted;

    /// Makes one of its containers.
    interface Recipe {
        ContainerSpec spec() throws StartFailed, IOException;
    }

    /// What is there of it is found by `labels`. A `job` is to end.
    Companion(StackService service, boolean job, Hands hands, Recipe recipe, List<String> labels) {
        this.service = service;
        this.job = job;
        this.hands = hands;
        this.recipe = recipe;
        this.labels = labels;
    }

    StackService service() {
        return service;
    }

    /// Whether it is to end, and does not begin again once it did.
    boolean job() {
        return job;
    }

    Hands hands() {
        return hands;
    }

    /// Has its containers run from now on; those that are there already are taken. Blocks for as
    /// long as the engine takes to tell which.
    synchronized void up() throws IOException {
        if (wanted) {
            return;
        }
        var there = new ArrayList<String>();
        for (Replica one : replicas) {
            one.container().ifPresent(there::add);
        }
        for (ContainerSummary one : hands.engine().containers().list(labels)) {
            if (hands.launcher().take(one.id())) {
                there.add(one.id());
            }
        }
        var all = new ArrayList<Replica>();
        for (int i = 0; i < service.replicas(); i++) {
            all.add(
                    new Replica(
                            this, i < there.size() ? Optional.of(there.get(i)) : Optional.empty()));
        }
        for (String surplus : there.subList(Math.min(there.size(), all.size()), there.size())) {
            hands.launcher().discard(surplus);
        }
        replicas = List.copyOf(all);
        wanted = true;
        replicas.forEach(Replica::begin);
    }

    /// Puts its containers into a network, too, those that are there and those to come.
    void join(Join network) throws IOException {
        List<Replica> now;
        synchronized (this) {
            joins.put(network.network(), network);
            now = replicas;
        }
        for (Replica one : now) {
            Optional<String> container = one.container();
            if (container.isPresent()) {
                connect(network, container.get());
            }
        }
    }

    private void connect(Join network, String container) throws IOException {
        try {
            hands.engine().networks().connect(network.network(), container, network.aliases());
        } catch (EngineFailed e) {
            // It is in it already, or went away meanwhile and comes back in it.
            LOG.debug("not connected container={}", container, e);
        }
    }

    void leave(String network) {
        List<Replica> now;
        synchronized (this) {
            joins.remove(network);
            now = replicas;
        }
        for (Replica one : now) {
            one.container()
                    .ifPresent(container -> {
                        try {
                            hands.engine().networks().disconnect(network, container);
                        } catch (IOException e) {
                            LOG.debug("not disconnected container={}", container, e);
                        }
                    });
        }
    }

    /// A new container of it, not started.
    String create() throws StartFailed, IOException {
        List<Join> also;
        synchronized (this) {
            also = List.copyOf(joins.values());
        }
        return hands.launcher().create(recipe.spec(), also);
    }

    /// Something of it is different.
    synchronized void changed() {
        notifyAll();
    }

    /// Blocks until this is so. Throws `StartFailed` where it will not be.
    synchronized void await(Condition condition) throws StartFailed, InterruptedException {
        long end = System.nanoTime() + LONGEST_WAIT.toNanos();
        while (!replicas.stream().allMatch(one -> one.satisfies(condition))) {
            Optional<StartFailed> why =
                    replicas.stream().flatMap(one -> one.hopeless(condition).stream()).findFirst();
            if (why.isPresent()) {
                throw why.get();
            }
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0 || !wanted || hands.closing().begun()) {
                throw new StartFailed(
                        ErrorCode.START_FAILED, service.name() + " did not become ready in time.");
            }
            wait(Math.min(left, 1000));
        }
    }

    /// Why it does not run as it should, if it does not.
    synchronized Optional<StartFailed> trouble() {
        return replicas.stream().flatMap(one -> one.trouble().stream()).findFirst();
    }

    /// Stops its containers, which stay as they are, to be started again.
    void down() {
        for (Replica one : unwanted()) {
            one.retire();
        }
    }

    private synchronized List<Replica> unwanted() {
        wanted = false;
        notifyAll();
        return replicas;
    }

    /// Stops and removes its containers.
    void remove() {
        down();
        List<Replica> gone;
        synchronized (this) {
            gone = replicas;
            replicas = List.of();
        }
        for (Replica one : gone) {
            one.container().ifPresent(hands.launcher()::discard);
        }
    }

    synchronized List<AppInstance> shown() {
        return wanted ? replicas.stream().map(Replica::shown).toList() : List.of();
    }
}
