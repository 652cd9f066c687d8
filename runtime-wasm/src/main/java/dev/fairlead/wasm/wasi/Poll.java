package dev.fairlead.wasm.wasi;

import dev.fairlead.wasm.memory.PagedMemory;
import dev.fairlead.wasm.module.CallerGone;
import dev.fairlead.wasm.module.InstanceSlot;

import java.util.concurrent.TimeUnit;

/// `poll_oneoff`: waits for the earliest clock; standard streams are always ready. The call's
/// deadline ends a wait by interrupt.
final class Poll {
    private static final int SUBSCRIPTION_BYTES = 48;
    private static final int EVENT_BYTES = 32;
    private static final int MOST = 1024;
    private static final int CLOCK = 0;
    private static final int ABSOLUTE = 1;

    private final InstanceSlot slot;
    private final PagedMemory memory;

    Poll(InstanceSlot slot) {
        this.slot = slot;
        this.memory = slot.memory();
    }

    int await(int subscriptions, int events, int count, int result) {
        if (count <= 0 || count > MOST) {
            return Errno.INVAL;
        }
        long least = Long.MAX_VALUE;
        long[] waits = new long[count];
        for (int i = 0; i < count; i++) {
            waits[i] = waitOf(subscriptions + i * SUBSCRIPTION_BYTES);
            least = Math.min(least, waits[i]);
        }
        if (least > 0) {
            sleep(least);
        }
        int written = 0;
        for (int i = 0; i < count; i++) {
            if (waits[i] == least) {
                writeEvent(subscriptions + i * SUBSCRIPTION_BYTES, events + written * EVENT_BYTES);
                written++;
            }
        }
        memory.writeI32(result, written);
        return Errno.SUCCESS;
    }

    private long waitOf(int at) {
        if (memory.read(at + 8) != CLOCK) {
            return 0;
        }
        long timeout = Math.max(0, memory.readLong(at + 24));
        if ((memory.readShort(at + 40) & ABSOLUTE) == 0) {
            return timeout;
        }
        var sources = slot.call().sources();
        long now = memory.readInt(at + 16) == 0 ? sources.wallNanos() : sources.elapsedNanos();
        return Math.max(0, timeout - now);
    }

    private void writeEvent(int subscription, int event) {
        memory.writeLong(event, memory.readLong(subscription));
        memory.writeLong(event + 8, (memory.read(subscription + 8) & 0xffL) << 16);
        memory.writeLong(event + 16, 1);
        memory.writeLong(event + 24, 0);
    }

    private static void sleep(long nanos) {
        try {
            TimeUnit.NANOSECONDS.sleep(nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CallerGone();
        }
    }
}
