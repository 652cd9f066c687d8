package dev.fairlead.dataplane.router;

import dev.fairlead.dataplane.upstream.Turnover;
import dev.fairlead.model.functions.Limits;

import java.time.Duration;
import java.util.ArrayDeque;

/// A bounded first-come, first-served queue before one service: `concurrency` run at once,
/// `queueLength` wait, the rest is refused.
public final class Admission {
    private final ArrayDeque<Waiter> waiting = new ArrayDeque<>();
    private Limits limits;
    private int running;
    private final Turnover turnover = new Turnover();

    public Admission(Limits limits) {
        this.limits = limits;
    }

    /// Someone who wants to run.
    public interface Waiter {
        /// A place is free and now taken; give it back with `release`. Called at most once, by the
        /// thread that released it.
        void admitted();
    }

    /// What became of a wish to run.
    public enum Entry {
        ADMITTED,
        QUEUED,
        FULL
    }

    /// `ADMITTED` takes a place at once without calling `admitted`.
    public synchronized Entry enter(Waiter waiter) {
        if (running < limits.concurrency() && waiting.isEmpty()) {
            running++;
            return Entry.ADMITTED;
        }
        if (waiting.size() >= limits.queueLength()) {
            return Entry.FULL;
        }
        waiting.addLast(waiter);
        return Entry.QUEUED;
    }

    /// Takes a place where one is free and nobody waits; never waits itself.
    public synchronized boolean tryEnter() {
        boolean free = running < limits.concurrency() && waiting.isEmpty();
        running += free ? 1 : 0;
        return free;
    }

    /// Takes a waiter out of the queue; false when it was admitted before, or was never there.
    public synchronized boolean leave(Waiter waiter) {
        return waiting.remove(waiter);
    }

    /// Gives a place back, and on to whoever waited longest.
    public void release() {
        Waiter next = null;
        synchronized (this) {
            turnover.released(System.nanoTime());
            running--;
            if (running < limits.concurrency()) {
                next = waiting.pollFirst();
                if (next != null) {
                    running++;
                }
            }
        }
        if (next != null) {
            next.admitted();
        }
    }

    /// How long a refused caller should stay away.
    public synchronized Duration retryAfter() {
        return turnover.retryAfter(waiting.size());
    }

    public synchronized int running() {
        return running;
    }

    public synchronized int queued() {
        return waiting.size();
    }

    /// New limits hold for whoever comes next; nobody who waits or runs is sent away.
    void change(Limits next) {
        var admitted = new ArrayDeque<Waiter>();
        synchronized (this) {
            limits = next;
            while (running < limits.concurrency() && !waiting.isEmpty()) {
                admitted.add(waiting.removeFirst());
                running++;
            }
        }
        admitted.forEach(Waiter::admitted);
    }
}
