package dev.fairlead.controlplane.store.executions;

import dev.fairlead.model.executions.Execution;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// A bounded queue that many threads fill without a lock and one thread empties. Nothing is
/// allocated for an execution that passes through.
final class ExecutionRing {
    private final AtomicReferenceArray<@Nullable Execution> slots;
    private final int mask;
    private final AtomicLong offered = new AtomicLong();
    private final AtomicLong taken = new AtomicLong();

    /// `size` is a power of two.
    ExecutionRing(int size) {
        this.slots = new AtomicReferenceArray<>(size);
        this.mask = size - 1;
    }

    /// The execution's number, counted from 1; 0 when the ring is full and it was not taken.
    long offer(Execution execution) {
        while (true) {
            long next = offered.get();
            if (next - taken.get() > mask) {
                return 0;
            }
            if (offered.compareAndSet(next, next + 1)) {
                slots.setRelease((int) (next & mask), execution);
                return next + 1;
            }
        }
    }

    /// The oldest one; null where there is none, or where it is still being put in.
    @Nullable Execution poll() {
        long next = taken.get();
        int slot = (int) (next & mask);
        Execution execution = slots.getAcquire(slot);
        if (execution != null) {
            slots.setRelease(slot, null);
            taken.setRelease(next + 1);
        }
        return execution;
    }

    int size() {
        return (int) (offered.get() - taken.get());
    }

    /// How many were offered and taken in so far.
    long offered() {
        return offered.get();
    }
}
