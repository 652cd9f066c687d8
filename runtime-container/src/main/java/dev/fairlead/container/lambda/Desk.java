package dev.fairlead.container.lambda;

import dev.fairlead.container.lambda.events.Fault;
import dev.fairlead.model.errors.ErrorCode;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Hands events to the runtime of one instance, one at a time. On its event loop, but for what is
/// asked by `good` and `fault`.
final class Desk {
    private static final Logger LOG = LoggerFactory.getLogger(Desk.class);
    private static final int MOST_WAITING = 16;

    /// For so long a runtime may be busy with itself between two events.
    private static final long AWAY = TimeUnit.SECONDS.toNanos(30);

    private final EventLoop loop;
    private final String name;
    private final Duration timeout;
    private final Runnable timedOut;
    private final ArrayDeque<Invocation> waiting = new ArrayDeque<>();
    private @Nullable RuntimeConnection asks;
    private @Nullable Invocation current;
    private @Nullable ScheduledFuture<?> timer;
    private boolean over;
    private volatile boolean ready;
    private volatile boolean busy;
    private volatile long left;
    private volatile @Nullable Fault fault;

    /// `timedOut` is told, once, that the instance has to end.
    Desk(EventLoop loop, String name, Duration timeout, Runnable timedOut) {
        this.loop = loop;
        this.name = name;
        this.timeout = timeout;
        this.timedOut = timedOut;
    }

    Duration timeout() {
        return timeout;
    }

    /// Whether the runtime is there for events, or has one. For any thread.
    boolean good() {
        return ready && (busy || System.nanoTime() - left < AWAY);
    }

    boolean ready() {
        return ready;
    }

    /// What the runtime said that it could not begin for. For any thread.
    Optional<Fault> fault() {
        return Optional.ofNullable(fault);
    }

    void notBegun(Fault why) {
        fault = why;
    }

    /// A runtime asks for the next event; false where it has one, or asks already.
    boolean next(RuntimeConnection who) {
        if (asks != null || current != null) {
            return false;
        }
        asks = who;
        busy = true;
        ready = true;
        hand();
        return true;
    }

    /// A connection of the runtime is closed.
    void left(RuntimeConnection who) {
        if (asks == who) {
            asks = null;
            away();
        }
    }

    private void away() {
        left = System.nanoTime();
        busy = false;
    }

    void offer(Invocation invocation) {
        waiting.removeIf(one -> one.reply.gone());
        if (over) {
            invocation.reply.failed(gone());
        } else if (waiting.size() >= MOST_WAITING) {
            invocation.reply.failed(
                    Fault.of(ErrorCode.AT_CAPACITY, "TooManyRequests", "too many events wait"));
        } else {
            waiting.addLast(invocation);
            hand();
        }
    }

    private void hand() {
        RuntimeConnection runtime = asks;
        if (runtime == null || current != null) {
            return;
        }
        for (Invocation one = waiting.pollFirst(); one != null; one = waiting.pollFirst()) {
            if (!one.reply.gone()) {
                Invocation next = one;
                asks = null;
                current = next;
                timer = loop.schedule(() -> late(next), timeout.toMillis(), TimeUnit.MILLISECONDS);
                runtime.give(next, System.currentTimeMillis() + timeout.toMillis());
                return;
            }
        }
    }

    /// The invocation that is under way, where it is of this id.
    Optional<Invocation> running(String id) {
        return Optional.ofNullable(current).filter(one -> one.id.equals(id));
    }

    /// The function is done with an event, which is answered by whoever says so.
    void done(Invocation invocation) {
        if (current == invocation) {
            current = null;
            away();
            if (timer != null) {
                timer.cancel(false);
            }
        }
    }

    private void late(Invocation invocation) {
        if (current != invocation) {
            return;
        }
        done(invocation);
        String told = "Task timed out after " + timeout.toMillis() / 1000.0 + " seconds";
        LOG.warn("a function took too long app={} millis={}", name, timeout.toMillis());
        invocation.reply.failed(Fault.of(ErrorCode.GUEST_TIMEOUT, "Sandbox.Timedout", told));
        end();
        timedOut.run();
    }

    /// The instance is gone, or goes.
    void end() {
        over = true;
        ready = false;
        Invocation running = current;
        if (running != null) {
            done(running);
            running.reply.failed(gone());
        }
        waiting.forEach(one -> one.reply.failed(gone()));
        waiting.clear();
    }

    private static Fault gone() {
        return Fault.of(
                ErrorCode.GUEST_FAILED,
                "Runtime.ExitError",
                "the function's instance ended before it answered");
    }
}
