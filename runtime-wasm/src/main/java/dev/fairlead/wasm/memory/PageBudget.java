package dev.fairlead.wasm.memory;

import java.util.concurrent.atomic.AtomicLong;

/// How many pages of 64 KiB all guests together may hold, so that a growing guest is refused before
/// the heap is in danger.
public final class PageBudget {
    private final long most;
    private final AtomicLong held = new AtomicLong();

    public PageBudget(long most) {
        this.most = most;
    }

    boolean take(long pages) {
        if (held.addAndGet(pages) > most) {
            held.addAndGet(-pages);
            return false;
        }
        return true;
    }

    void giveBack(long pages) {
        held.addAndGet(-pages);
    }

    public long heldPages() {
        return held.get();
    }
}
