package dev.fairlead.dataplane.cache;

import java.util.ArrayList;
import java.util.List;

/// One request that fetches an answer, and the others that wait for it.
final class Flight {
    private static final int MOST_WAITING = 4096;

    private final List<Runnable> waiting = new ArrayList<>();
    private boolean landed;

    /// False where it has landed, or nobody more may wait.
    synchronized boolean board(Runnable landing) {
        return !landed && waiting.size() < MOST_WAITING && waiting.add(landing);
    }

    synchronized void leave(Runnable landing) {
        waiting.remove(landing);
    }

    void land() {
        List<Runnable> all;
        synchronized (this) {
            if (landed) {
                return;
            }
            landed = true;
            all = List.copyOf(waiting);
            waiting.clear();
        }
        all.forEach(Runnable::run);
    }
}
