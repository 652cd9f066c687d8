package dev.fairlead.container.stacks;

import dev.fairlead.container.instances.Making.Join;
import dev.fairlead.container.instances.Marks;
import dev.fairlead.container.instances.StartFailed;
import dev.fairlead.dataplane.versions.AppSpec;
import dev.fairlead.engine.containers.ContainerSummary;
import dev.fairlead.model.stacks.StackService;
import dev.fairlead.model.stacks.StackService.Condition;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/// The services of one stack in one environment that write what outlives them. There is one of each
/// whatever the versions, since two that write the same files would spoil them. One that a version
/// has otherwise than the one before is replaced in place: the old one is stopped first, and
/// started again where the new one does not come up, or its version goes before the older one does.
public final class KeptServices {
    private static final Logger LOG = LoggerFactory.getLogger(KeptServices.class);

    /// For so long one that says nothing of its health has to run before the old one goes.
    private static final Duration SETTLED = Duration.ofSeconds(1);

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Held> held = new HashMap<>();

    /// What a version wants one of them to be, and where.
    private record Wish(
            StackService service,
            boolean job,
            Companion.Recipe recipe,
            Map<String, String> labels,
            List<Join> joins) {
        String fingerprint() {
            return labels.getOrDefault(Marks.FINGERPRINT, "");
        }
    }

    /// One of them, by whose wish it is as it is, and the wishes of all versions that use it.
    private static final class Held {
        Companion companion;
        Wish wish;
        final NavigableMap<Integer, Wish> wishes = new TreeMap<>();

        Held(Companion companion, Wish wish) {
            this.companion = companion;
            this.wish = wish;
        }
    }

    /// The one that a version uses from now on. Blocks until it is up.
    Companion acquire(AppSpec app, Plan plan, StackService service, Assembly assembly, Hands hands)
            throws StartFailed, IOException, InterruptedException {
        lock.lockInterruptibly();
        try {
            Map<String, String> labels =
                    assembly.marks().kept(app, service.name(), plan.fingerprint(service));
            var wish =
                    new Wish(
                            plan.checked(service),
                            plan.job(service),
                            () -> {
                                assembly.joins(service);
                                var home = Optional.of(assembly.shared());
                                return assembly.spec(service, home, labels);
                            },
                            labels,
                            assembly.joins(service));
            Held now = held.get(service.name());
            if (now == null) {
                now = new Held(companion(wish, hands), wish);
                others(now.companion, labels);
                held.put(service.name(), now);
            } else if (!now.wish.fingerprint().equals(wish.fingerprint())) {
                replace(now, wish);
            }
            now.wishes.put(app.program().version(), wish);
            for (Join join : wish.joins()) {
                now.companion.join(join);
            }
            now.companion.up();
            return now.companion;
        } finally {
            lock.unlock();
        }
    }

    private static Companion companion(Wish wish, Hands hands) {
        return new Companion(
                wish.service(), wish.job(), hands, wish.recipe(), Marks.wanted(wish.labels()));
    }

    /// Makes it what somebody else wishes; it is what it was where that does not come up.
    private static void replace(Held one, Wish wish)
            throws StartFailed, IOException, InterruptedException {
        Companion old = one.companion;
        Companion next = companion(wish, old.hands());
        for (Wish user : one.wishes.values()) {
            for (Join join : user.joins()) {
                next.join(join);
            }
        }
        for (Join join : wish.joins()) {
            next.join(join);
        }
        boolean good = false;
        try {
            old.down();
            others(next, wish.labels());
            next.up();
            settle(next);
            good = true;
        } finally {
            if (!good) {
                next.remove();
                LOG.warn("what was kept is started again service={}", wish.service().name());
                old.up();
            }
        }
        old.remove();
        one.companion = next;
        one.wish = wish;
    }

    private static void settle(Companion next) throws StartFailed, InterruptedException {
        if (next.service().health().isPresent()) {
            next.await(Condition.HEALTHY);
            return;
        }
        next.await(Condition.STARTED);
        next.hands().closing().beginsWithin(SETTLED);
        Optional<StartFailed> trouble = next.trouble();
        if (trouble.isPresent()) {
            throw trouble.get();
        }
    }

    /// What a server before this one left of another make must not write beside it.
    private static void others(Companion next, Map<String, String> labels) throws IOException {
        var any = new HashMap<>(labels);
        String fingerprint = any.remove(Marks.FINGERPRINT);
        Hands hands = next.hands();
        for (ContainerSummary one : hands.engine().containers().list(Marks.wanted(any))) {
            boolean other = !one.labels().getOrDefault(Marks.FINGERPRINT, "").equals(fingerprint);
            if (other && hands.launcher().take(one.id())) {
                hands.engine().containers().stop(one.id(), next.service().program().stopGrace());
                hands.launcher().discard(one.id());
            }
        }
    }

    /// A version needs them no more; with `over`, for good. Those that nobody needs are stopped,
    /// and what was as this version alone wished it becomes what the newest of the others wishes.
    void release(int version, boolean over) {
        lock.lock();
        try {
            for (Held one : List.copyOf(held.values())) {
                Wish gone = one.wishes.remove(version);
                if (gone != null) {
                    gone.joins().forEach(join -> one.companion.leave(join.network()));
                }
                if (!one.wishes.isEmpty()) {
                    restore(one);
                } else if (over) {
                    one.companion.remove();
                    held.remove(one.wish.service().name());
                } else {
                    one.companion.down();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private static void restore(Held one) {
        boolean wished =
                one.wishes.values().stream()
                        .anyMatch(w -> w.fingerprint().equals(one.wish.fingerprint()));
        if (wished) {
            return;
        }
        try {
            replace(one, one.wishes.lastEntry().getValue());
        } catch (StartFailed | IOException e) {
            LOG.warn("what was kept could not be restored", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
