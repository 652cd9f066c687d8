package dev.fairlead.container;

import dev.fairlead.container.instances.Instance;
import dev.fairlead.container.instances.StartFailed;
import dev.fairlead.container.instances.Starter;
import dev.fairlead.dataplane.apps.AppInstance;
import dev.fairlead.dataplane.apps.AppInstance.State;
import dev.fairlead.dataplane.upstream.LiveTarget;
import dev.fairlead.dataplane.upstream.Upstream;
import dev.fairlead.dataplane.versions.AppSpec;
import dev.fairlead.model.errors.ErrorCode;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The instances of one version of an app: has them started, drained, frozen, thawed and stopped,
/// each by a thread of its own. For any thread; tells what happens outside of its lock.
final class Fleet {
    private static final Logger LOG = LoggerFactory.getLogger(Fleet.class);
    private static final Duration SOUND = Duration.ofMinutes(1);

    private final ContainerRuntime home;
    private final AppSpec spec;
    private final Starter starter;
    private final Upstream upstream;
    private final Events events;
    private final Care care;
    private final List<Member> members = new ArrayList<>();
    private final List<Starting> starting = new ArrayList<>();
    private @Nullable Ahead ahead;
    private boolean creating;

    Fleet(ContainerRuntime home, AppSpec spec, Starter starter, Upstream upstream, Events events) {
        this.home = home;
        this.spec = spec;
        this.starter = starter;
        this.upstream = upstream;
        this.events = events;
        this.care = new Care(this, home.settings(), spec.name().text());
    }

    /// A container that was made for the next start.
    private record Ahead(String container, Instant since) {
        AppInstance shown() {
            return new AppInstance(
                    Instance.shortened(container),
                    State.CREATED,
                    since,
                    0,
                    "",
                    "the next start is shorter by it");
        }
    }

    /// A start that is under way; each is itself alone.
    private static final class Starting {
        final AppInstance shown;

        Starting(String why) {
            this.shown = new AppInstance("", State.STARTING, Instant.now(), 0, "", why);
        }
    }

    /// What becomes of instances. On any thread.
    interface Events {
        /// There are others than before, or they do something else.
        void changed();

        void failed(StartFailed why);

        /// One ended by itself; `sound` where it had lasted.
        void ended(boolean sound);

        /// Whether one that nobody needs now is to be frozen and not stopped.
        boolean freezes();
    }

    private String name() {
        return spec.name().text();
    }

    /// How many answer or will soon.
    synchronized int present() {
        return count(State.READY) + starting.size();
    }

    synchronized int underWay() {
        return starting.size();
    }

    synchronized boolean has(State state) {
        return count(state) > 0;
    }

    private int count(State state) {
        return (int) members.stream().filter(one -> one.is(state)).count();
    }

    synchronized List<AppInstance> shown() {
        var all = new ArrayList<>(members.stream().map(Member::shown).toList());
        starting.forEach(one -> all.add(one.shown));
        if (ahead != null) {
            all.add(ahead.shown());
        }
        return List.copyOf(all);
    }

    /// Takes over what runs already; blocks.
    void adopt() {
        for (Instance one : starter.there()) {
            joined(one, "it was there when the server started", Optional.empty());
        }
    }

    /// Asks those how they are that were not asked for long.
    synchronized void look(long now) {
        members.stream().filter(one -> one.is(State.READY)).forEach(one -> care.look(one, now));
    }

    /// Keeps up to `missing` of those that were to go; how many.
    synchronized int keep(int missing) {
        List<Member> kept =
                members.stream().filter(one -> one.is(State.DRAINING)).limit(missing).toList();
        for (Member one : kept) {
            one.becomes(State.READY);
            upstream.join(one.target);
            if (!one.target.trusted()) {
                care.doubted(one.target);
            }
        }
        return kept.size();
    }

    void start(int count, String why) {
        for (int i = 0; i < count; i++) {
            var one = new Starting(why);
            synchronized (this) {
                starting.add(one);
            }
            Thread.ofVirtual().name("start-" + name()).start(() -> start(one));
        }
    }

    private void start(Starting one) {
        try {
            Optional<Member> frozen = takeFrozen();
            if (frozen.isEmpty() || !thawed(frozen.get(), one)) {
                joined(starter.launch(takeAhead()), one.shown.why(), Optional.of(one));
            }
        } catch (StartFailed e) {
            LOG.warn("an instance did not start app={} why={}", name(), e.getMessage());
            events.failed(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("an instance could not be started app={}", name(), e);
            events.failed(new StartFailed(ErrorCode.START_FAILED, "It could not be started.", e));
        } finally {
            synchronized (this) {
                starting.remove(one);
            }
            events.changed();
        }
    }

    private synchronized Optional<Member> takeFrozen() {
        Optional<Member> frozen = members.stream().filter(m -> m.is(State.PAUSED)).findFirst();
        frozen.ifPresent(Member::changes);
        return frozen;
    }

    private boolean thawed(Member frozen, Starting one) {
        try {
            frozen.instance.thaw();
        } catch (IOException e) {
            LOG.warn("an instance could not be thawed app={}", name(), e);
            stopLater(frozen);
            return false;
        }
        synchronized (this) {
            starting.remove(one);
            frozen.becomes(State.READY);
            upstream.join(frozen.target);
        }
        return true;
    }

    private void joined(Instance instance, String why, Optional<Starting> as) {
        LiveTarget target = upstream.join(instance.contact().target());
        var member = new Member(instance, target, Instant.now(), why, System.nanoTime());
        synchronized (this) {
            // Nobody counts it twice.
            as.ifPresent(starting::remove);
            members.add(member);
        }
        LOG.info(
                "an instance is ready app={} version={} container={} why={}",
                name(),
                spec.program().version(),
                instance.container(),
                why);
        Thread.ofVirtual().name("watch-" + name()).start(() -> watch(member));
        events.changed();
    }

    /// To the end of an instance, whoever ended it.
    private void watch(Member member) {
        Optional<String> how;
        try {
            how = member.instance.awaitEnd(home.closing());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        if (how.isEmpty()) {
            return;
        }
        upstream.leave(member.target);
        boolean ours;
        synchronized (this) {
            members.remove(member);
            ours = member.stopping();
        }
        if (!ours) {
            LOG.warn("an instance ended app={} why={}", name(), how.get());
            events.ended(member.instance.livedFor(SOUND));
            member.instance.stop(Duration.ZERO);
        }
        home.gone(member.instance);
        events.changed();
    }

    /// The least busy and then the youngest go.
    synchronized void retire(int surplus) {
        List<Member> going =
                members.reversed().stream()
                        .filter(one -> one.is(State.READY))
                        .sorted(Comparator.comparingInt(one -> one.target.outstanding()))
                        .limit(surplus)
                        .toList();
        for (Member one : going) {
            one.becomes(State.DRAINING);
            upstream.leave(one.target);
            Thread.ofVirtual().name("drain-" + name()).start(() -> drain(one));
        }
    }

    /// Once nothing is under way at an instance, or its time is over, it is frozen, which one is
    /// enough of, or stopped; unless it is needed again before.
    private void drain(Member member) {
        try {
            care.awaitIdle(member, home.closing());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        if (home.closing().begun()) {
            return;
        }
        boolean wished = events.freezes();
        synchronized (this) {
            if (!member.is(State.DRAINING)) {
                return;
            }
            if (wished && !has(State.PAUSED)) {
                member.changes();
            } else {
                stopLater(member);
                return;
            }
        }
        try {
            member.instance.freeze();
            synchronized (this) {
                member.becomes(State.PAUSED);
            }
            home.frozen(this, member);
            LOG.info("an instance is frozen app={}", name());
        } catch (IOException e) {
            LOG.warn("an instance could not be frozen app={}", name(), e);
            stopLater(member);
        }
        events.changed();
    }

    synchronized boolean drains(Member member) {
        return member.is(State.DRAINING);
    }

    /// Stops a frozen one that is not needed meanwhile.
    synchronized void evict(Member member) {
        if (member.is(State.PAUSED)) {
            LOG.info("a frozen instance gives its memory back app={}", name());
            stopLater(member);
        }
    }

    /// Stops whatever is frozen, and forgets what was created ahead.
    void stopFrozen() {
        synchronized (this) {
            members.stream().filter(one -> one.is(State.PAUSED)).forEach(this::stopLater);
        }
        takeAhead()
                .ifPresent(unused ->
                        Thread.ofVirtual()
                                .name("discard-" + name())
                                .start(() -> home.discard(unused)));
    }

    /// Nobody is needed; with `over`, for good.
    void idle(boolean over) {
        boolean empty;
        synchronized (this) {
            empty = members.isEmpty() && starting.isEmpty();
        }
        if (empty) {
            starter.idle(over);
        }
    }

    synchronized Optional<Member> at(LiveTarget target) {
        return members.stream().filter(one -> one.target == target).findFirst();
    }

    synchronized void stopLater(Member member) {
        if (!member.stopping()) {
            member.stops();
            Thread.ofVirtual().name("stop-" + name()).start(() -> stop(member));
        }
    }

    private void stop(Member member) {
        upstream.leave(member.target);
        events.changed();
        LOG.info("an instance is stopped app={} container={}", name(), member.instance.container());
        member.instance.stop(home.settings().grace());
    }

    void doubted(LiveTarget target) {
        care.doubted(target);
    }

    /// Has a container created that the next start only has to start, where no instance is left.
    synchronized void createAhead() {
        if (ahead == null && !creating && members.isEmpty()) {
            creating = true;
            Thread.ofVirtual().name("create-" + name()).start(this::create);
        }
    }

    private void create() {
        Optional<String> created = home.createAhead(starter, events::freezes);
        boolean kept;
        boolean wished = events.freezes();
        synchronized (this) {
            creating = false;
            kept = wished && ahead == null && created.isPresent();
            if (kept) {
                ahead = new Ahead(created.get(), Instant.now());
            }
        }
        if (!kept) {
            created.ifPresent(home::discard);
        }
    }

    private synchronized Optional<String> takeAhead() {
        Optional<String> taken = Optional.ofNullable(ahead).map(Ahead::container);
        ahead = null;
        return taken;
    }
}
