package dev.fairlead.container.stacks;

import dev.fairlead.container.instances.Making.Join;
import dev.fairlead.container.instances.Marks;
import dev.fairlead.container.instances.StartFailed;
import dev.fairlead.dataplane.apps.AppInstance;
import dev.fairlead.dataplane.versions.AppSpec;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.stacks.StackService;
import dev.fairlead.model.stacks.StackService.Dependency;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;

/// The services of one version of a stack besides its entry, which are started in the order of what
/// they depend on, each as soon as that is so.
final class Companions {
    private static final Logger LOG = LoggerFactory.getLogger(Companions.class);
    private static final Executor OWN_THREADS =
            task -> Thread.ofVirtual().name("stack-part").start(task);

    private final Hands hands;
    private final AppSpec app;
    private final Plan plan;
    private final Assembly assembly;
    private final KeptServices kept;
    private final Map<String, Companion> all = new LinkedHashMap<>();

    Companions(Hands hands, AppSpec app, Plan plan, Assembly assembly, KeptServices kept) {
        this.hands = hands;
        this.app = app;
        this.plan = plan;
        this.assembly = assembly;
        this.kept = kept;
    }

    /// Those that do not need the entry, and then, once that runs, those that do.
    List<StackService> early() {
        var late = new HashSet<String>();
        late.add(plan.stack().entry());
        var early = new ArrayList<StackService>();
        for (StackService one : plan.others()) {
            if (one.dependencies().stream().anyMatch(d -> late.contains(d.service()))) {
                late.add(one.name());
            } else {
                early.add(one);
            }
        }
        return early;
    }

    List<StackService> late() {
        Set<String> early = Set.copyOf(early().stream().map(StackService::name).toList());
        return plan.others().stream().filter(one -> !early.contains(one.name())).toList();
    }

    /// Returns when all of these have begun, and what the entry needs is so.
    void up(List<StackService> services) throws StartFailed, InterruptedException {
        var begun = new LinkedHashMap<String, CompletableFuture<Void>>();
        for (StackService one : services) {
            // In the order of the description each comes after what it needs.
            CompletableFuture<?>[] before =
                    one.dependencies().stream()
                            .map(d -> begun.get(d.service()))
                            .filter(future -> future != null)
                            .toArray(CompletableFuture<?>[]::new);
            begun.put(
                    one.name(),
                    CompletableFuture.allOf(before)
                            .thenRunAsync(() -> beginUnchecked(one), OWN_THREADS));
        }
        for (CompletableFuture<Void> one : begun.values()) {
            try {
                one.get();
            } catch (ExecutionException e) {
                throw failure(e);
            }
        }
    }

    private static StartFailed failure(ExecutionException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof StartFailed why) {
                return why;
            }
            if (cause instanceof IOException) {
                return new StartFailed(
                        ErrorCode.NO_CONTAINER_ENGINE,
                        "The container engine cannot be reached: " + cause.getMessage(),
                        e);
            }
        }
        return new StartFailed(ErrorCode.START_FAILED, "The stack could not be started.", e);
    }

    private void beginUnchecked(StackService service) {
        try {
            begin(service);
        } catch (StartFailed | IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void begin(StackService service) throws StartFailed, IOException, InterruptedException {
        await(service);
        Companion one = companion(service);
        synchronized (all) {
            all.put(service.name(), one);
        }
        one.up();
        one.await(StackService.Condition.STARTED);
    }

    private Companion companion(StackService service)
            throws StartFailed, IOException, InterruptedException {
        if (Plan.keeps(service)) {
            return kept.acquire(app, plan, service, assembly, hands);
        }
        synchronized (all) {
            Companion known = all.get(service.name());
            if (known != null) {
                return known;
            }
        }
        Map<String, String> labels = assembly.marks().part(app, service.name());
        List<Join> joins = assembly.joins(service);
        var fresh =
                new Companion(
                        plan.checked(service),
                        plan.job(service),
                        hands,
                        () -> {
                            Optional<Join> first = assembly.joins(service).stream().findFirst();
                            return assembly.spec(service, first, labels);
                        },
                        Marks.wanted(labels));
        for (Join join : joins.subList(Math.min(1, joins.size()), joins.size())) {
            fresh.join(join);
        }
        return fresh;
    }

    /// Blocks until what a service depends on is so. Throws `StartFailed` where it will not be.
    void await(StackService service) throws StartFailed, InterruptedException {
        for (Dependency need : service.dependencies()) {
            Companion on;
            synchronized (all) {
                on = all.get(need.service());
            }
            if (on == null) {
                continue;
            }
            try {
                on.await(need.condition());
            } catch (StartFailed e) {
                if (need.required()) {
                    throw e;
                }
            }
        }
    }

    /// Throws `StartFailed` where one of them does not run as it should.
    void check() throws StartFailed {
        for (Companion one : now()) {
            Optional<StartFailed> why = one.trouble();
            if (why.isPresent()) {
                throw why.get();
            }
        }
    }

    private List<Companion> now() {
        synchronized (all) {
            return List.copyOf(all.values());
        }
    }

    /// Stops them, the last that was started first; with `over` they go, and their networks.
    void down(boolean over) {
        for (Companion one : now().reversed()) {
            if (!Plan.keeps(one.service())) {
                if (over) {
                    one.remove();
                } else {
                    one.down();
                }
            }
        }
        kept.release(app.program().version(), over);
        synchronized (all) {
            all.values().removeIf(one -> over || Plan.keeps(one.service()));
        }
        if (over) {
            removeNetworks();
        }
    }

    private void removeNetworks() {
        for (String network : assembly.names()) {
            try {
                hands.engine().networks().remove(network);
            } catch (IOException e) {
                LOG.debug("a network stays for now network={}", network, e);
            }
        }
    }

    List<AppInstance> shown() {
        return now().stream().flatMap(one -> one.shown().stream()).toList();
    }
}
