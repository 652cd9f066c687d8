package dev.fairlead.sandbox.bubblewrap;

import java.util.ArrayDeque;
import java.util.Deque;

/// What a step holds while it runs, given back once, last taken first.
final class Held implements AutoCloseable {
    private final Deque<Runnable> backwards = new ArrayDeque<>();

    synchronized void add(Runnable giveBack) {
        backwards.push(giveBack);
    }

    @Override
    public synchronized void close() {
        while (!backwards.isEmpty()) {
            backwards.pop().run();
        }
    }
}
