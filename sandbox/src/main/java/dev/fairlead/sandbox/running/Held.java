package dev.fairlead.sandbox.running;

import java.util.ArrayDeque;
import java.util.Deque;

/// What a step holds while it runs, given back once, last taken first.
public final class Held implements AutoCloseable {
    private final Deque<Runnable> backwards = new ArrayDeque<>();

    public synchronized void add(Runnable giveBack) {
        backwards.push(giveBack);
    }

    @Override
    public synchronized void close() {
        while (!backwards.isEmpty()) {
            backwards.pop().run();
        }
    }
}
