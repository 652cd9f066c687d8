package dev.fairlead.container.stacks;

import dev.fairlead.container.instances.End;
import dev.fairlead.container.instances.Instance;
import dev.fairlead.container.instances.StartFailed;
import dev.fairlead.dataplane.apps.AppInstance;
import dev.fairlead.dataplane.apps.AppInstance.State;
import dev.fairlead.engine.EngineFailed;
import dev.fairlead.engine.containers.ContainerState;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.stacks.StackService;
import dev.fairlead.model.stacks.StackService.Condition;
import dev.fairlead.model.stacks.StackService.Restart.Policy;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// One container of a companion, from its start to its end, and again. A thread of its own looks
/// after it as long as the companion is wanted.
final class Replica {
    private static final Logger LOG = LoggerFactory.getLogger(Replica.class);
    private static final Duration ENGINE_AWAY = Duration.ofSeconds(1);
    private static final Duration SOUND = Duration.ofMinutes(1);

    /// After so many ends in a row, nobody waits for it any more.
    private static final int MOST_TRIES = 3;

    private final Companion of;
    private final StackService service;
    private @Nullable String container;
    private State state = State.STARTING;
    private boolean healthy;
    private boolean ran;
    private boolean sick;
    private volatile boolean retired;
    private String last = "";
    private int ends;
    private int restarts;
    private Instant since = Instant.now();

    Replica(Companion of, Optional<String> container) {
        this.of = of;
        this.service = of.service();
        this.container = container.orElse(null);
    }

    synchronized Optional<String> container() {
        return Optional.ofNullable(container);
    }

    void begin() {
        Thread.ofVirtual()
                .name("part-" + service.name())
                .start(() -> {
                    try {
                        live();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    } catch (RuntimeException e) {
                        LOG.error(
                                "a service of a stack is not looked after service={}",
                                service.name(),
                                e);
                        failed("It could not be looked after.");
                    }
                });
    }

    private boolean goesOn() {
        return !retired && !of.hands().closing().begun();
    }

    private void live() throws InterruptedException {
        while (goesOn()) {
            try {
                if (of.job() && done()) {
                    becomes(State.COMPLETED, "");
                    return;
                }
                long began = System.nanoTime();
                String id = started();
                becomes(State.READY, "");
                var health = new Health(this, service, id, of.hands());
                health.begin();
                Optional<End> end = End.await(of.hands().engine(), id, of.hands().closing());
                health.end();
                if (end.isEmpty() || !goesOn()) {
                    return;
                }
                if (over(end.get(), System.nanoTime() - began >= SOUND.toNanos())) {
                    return;
                }
            } catch (StartFailed e) {
                failed(String.valueOf(e.getMessage()));
                return;
            } catch (EngineFailed e) {
                synchronized (this) {
                    ends++;
                }
                failed("The container engine refused it: " + e.getMessage());
                pause();
            } catch (IOException e) {
                LOG.debug("the engine is away", e);
                of.hands().closing().beginsWithin(ENGINE_AWAY);
            }
        }
    }

    /// Whether it was there and had ended as it should.
    private boolean done() throws IOException {
        Optional<String> here = container();
        if (here.isEmpty()) {
            return false;
        }
        try {
            ContainerState now = of.hands().engine().containers().inspect(here.get()).state();
            return now.phase() == ContainerState.Phase.EXITED && now.exitCode() == 0;
        } catch (EngineFailed e) {
            return false;
        }
    }

    /// Whether it is not to be started again.
    private boolean over(End end, boolean sound) throws InterruptedException {
        Policy policy = service.restart().policy();
        boolean stopped;
        synchronized (this) {
            stopped = sick;
            sick = false;
        }
        if (end.removed()) {
            synchronized (this) {
                container = null;
            }
        } else if (end.exitCode() == 0 && !stopped && policy != Policy.ALWAYS) {
            becomes(State.COMPLETED, "");
            return true;
        }
        LOG.warn("a service of a stack ended service={} why={}", service.name(), end.told());
        boolean enough;
        synchronized (this) {
            ends = sound ? 1 : ends + 1;
            int most = service.restart().most();
            enough = policy == Policy.NEVER || (most > 0 && restarts >= most);
        }
        failed(stopped ? "it was ill and is started again" : end.told());
        if (enough && !end.removed()) {
            return true;
        }
        pause();
        synchronized (this) {
            restarts++;
        }
        return false;
    }

    /// Longer after each end that came soon.
    private void pause() throws InterruptedException {
        Duration pause = of.hands().settings().pause();
        Duration longest = of.hands().settings().longestPause();
        int doubled;
        synchronized (this) {
            doubled = Math.min(Math.max(ends - 1, 0), 16);
        }
        Duration time = pause.multipliedBy(1L << doubled);
        long end = System.nanoTime() + (time.compareTo(longest) < 0 ? time : longest).toNanos();
        while (goesOn() && System.nanoTime() < end) {
            of.hands().closing().beginsWithin(Duration.ofMillis(50));
        }
    }

    private String started() throws StartFailed, IOException {
        Optional<String> here = container();
        if (here.isPresent()) {
            try {
                of.hands().engine().containers().start(here.get());
                return here.get();
            } catch (EngineFailed e) {
                // What it needs is gone, or it is frozen or broken: there has to be another one.
                LOG.info("a container is made anew service={}", service.name(), e);
                of.hands().launcher().discard(here.get());
            }
        }
        synchronized (this) {
            container = null;
        }
        String created;
        try {
            created = of.create();
        } catch (EngineFailed e) {
            if (e.reason() == EngineFailed.Reason.MISSING) {
                throw new StartFailed(
                        ErrorCode.IMAGE_UNAVAILABLE,
                        service.name()
                                + ": the image "
                                + service.program().reference()
                                + " is not here any more; deploy again.",
                        e);
            }
            throw e;
        }
        synchronized (this) {
            container = created;
        }
        of.hands().engine().containers().start(created);
        return created;
    }

    private void becomes(State next, String why) {
        synchronized (this) {
            if (state != next) {
                since = Instant.now();
            }
            state = next;
            healthy = false;
            ran = true;
            last = why;
        }
        of.changed();
    }

    private void failed(String why) {
        synchronized (this) {
            state = State.FAILED;
            since = Instant.now();
            healthy = false;
            last = why;
            ends = Math.max(1, ends);
        }
        of.changed();
    }

    /// Its healthcheck says so.
    void well() {
        synchronized (this) {
            healthy = true;
            if (state == State.DOUBTED) {
                state = State.READY;
                since = Instant.now();
            }
            last = "";
        }
        of.changed();
    }

    /// Its healthcheck failed so often that it is ill, unless it ended already.
    void ill(String why) {
        boolean stopped;
        synchronized (this) {
            if (state != State.READY && state != State.DOUBTED) {
                return;
            }
            healthy = false;
            state = State.DOUBTED;
            since = Instant.now();
            last = why;
            sick = true;
            stopped = service.restart().policy() == Policy.NEVER;
        }
        LOG.warn("a service of a stack is ill service={} why={}", service.name(), why);
        of.changed();
        if (!stopped) {
            stop();
        }
    }

    /// Nobody wants it any more; blocks until it has ended.
    void retire() {
        retired = true;
        stop();
    }

    private void stop() {
        container()
                .ifPresent(id -> {
                    try {
                        of.hands().engine().containers().stop(id, service.program().stopGrace());
                    } catch (IOException e) {
                        LOG.warn("a container could not be stopped container={}", id, e);
                    }
                });
    }

    synchronized boolean satisfies(Condition condition) {
        return switch (condition) {
            case STARTED -> ran;
            case HEALTHY -> healthy;
            case COMPLETED -> state == State.COMPLETED;
        };
    }

    /// Why what is waited for does not come.
    synchronized Optional<StartFailed> hopeless(Condition condition) {
        boolean never =
                switch (state) {
                    case FAILED ->
                            ends >= MOST_TRIES
                                    || service.restart().policy() == Policy.NEVER
                                    || container == null
                                    || condition == Condition.COMPLETED;
                    case DOUBTED, COMPLETED -> condition == Condition.HEALTHY;
                    default -> false;
                };
        return never ? Optional.of(why()) : Optional.empty();
    }

    /// Why it does not run as it should, if it does not.
    synchronized Optional<StartFailed> trouble() {
        return state.ill() ? Optional.of(why()) : Optional.empty();
    }

    private StartFailed why() {
        return new StartFailed(
                ErrorCode.START_FAILED,
                service.name()
                        + ": "
                        + (last.isEmpty() ? "it ended and says that it is well no more." : last));
    }

    synchronized AppInstance shown() {
        String id = container == null ? "" : Instance.shortened(container);
        String told = restarts == 0 ? "" : ", started again " + restarts + " times";
        String why =
                switch (state) {
                    case READY -> healthy ? "it is well" : "it runs";
                    case STARTING -> "it is started";
                    case COMPLETED -> "it did what it had to";
                    default -> last;
                };
        return new AppInstance(id, state, since, 0, "", why + told).of(service.name());
    }
}
