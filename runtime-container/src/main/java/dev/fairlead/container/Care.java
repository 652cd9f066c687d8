package dev.fairlead.container;

import dev.fairlead.container.instances.Closing;
import dev.fairlead.container.instances.ContainerSettings;
import dev.fairlead.dataplane.upstream.LiveTarget;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Looks whether the instances of an app are well, and has those replaced that are not.
final class Care {
    private static final Logger LOG = LoggerFactory.getLogger(Care.class);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final long EVERY = TimeUnit.SECONDS.toNanos(10);
    private static final long AGAIN_MILLIS = 50;
    private static final Duration SICK = Duration.ofSeconds(10);
    private static final int MOST_MISSED = 3;
    private static final Duration DRAIN_LOOK = Duration.ofMillis(50);

    private final Fleet fleet;
    private final ContainerSettings settings;
    private final String name;

    Care(Fleet fleet, ContainerSettings settings, String name) {
        this.fleet = fleet;
        this.settings = settings;
        this.name = name;
    }

    /// Asks it now and then how it is; three times without an answer is its end. Called by the app
    /// again and again.
    void look(Member member, long now) {
        if (now - member.looked >= EVERY) {
            member.looked = now;
            Thread.ofVirtual().name("liveness-" + name).start(() -> ask(member));
        }
    }

    private void ask(Member member) {
        boolean good = member.instance.contact().good(PATIENCE);
        synchronized (fleet) {
            member.missed = good ? 0 : member.missed + 1;
            if (member.missed < MOST_MISSED) {
                return;
            }
        }
        giveUp(member);
    }

    private void giveUp(Member member) {
        LOG.warn(
                "an instance does not answer any more app={} container={}",
                name,
                member.instance.container());
        fleet.stopLater(member);
    }

    /// An instance did not take a request. On any thread; returns at once.
    void doubted(LiveTarget target) {
        Thread.ofVirtual().name("doubt-" + name).start(() -> settle(target));
    }

    /// Until it answers, has left, or is given up.
    private void settle(LiveTarget target) {
        long end = System.nanoTime() + SICK.toNanos();
        try {
            while (!target.gone()) {
                Optional<Member> member = fleet.at(target);
                if (member.isPresent() && member.get().instance.contact().good(PATIENCE)) {
                    target.trust();
                    return;
                }
                if (System.nanoTime() >= end) {
                    member.ifPresent(this::giveUp);
                    return;
                }
                TimeUnit.MILLISECONDS.sleep(AGAIN_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Until nothing is under way at one that drains, or its time is over, or it does not drain any
    /// more.
    void awaitIdle(Member member, Closing closing) throws InterruptedException {
        long end = System.nanoTime() + settings.drain().toNanos();
        // Whoever was sent there in the last moment has begun by then.
        boolean idle = false;
        while (!closing.beginsWithin(DRAIN_LOOK)) {
            boolean quiet = member.target.outstanding() == 0;
            if ((idle && quiet) || System.nanoTime() >= end || !fleet.drains(member)) {
                return;
            }
            idle = quiet;
        }
    }
}
