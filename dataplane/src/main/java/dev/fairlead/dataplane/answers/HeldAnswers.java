package dev.fairlead.dataplane.answers;

import io.vertx.core.Context;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// Answers of guests that wrote once and have not ended: what ends at once leaves in one piece,
/// what does not is sent off after a moment. An answer costs one entry in a queue, and no timer.
public final class HeldAnswers {
    private static final long MOMENT_MILLIS = 5;
    private static final long MOMENT_NANOS = TimeUnit.MILLISECONDS.toNanos(MOMENT_MILLIS);

    private final Context context;
    private final Queue<Held> queue = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean looking = new AtomicBoolean();

    public HeldAnswers(Context context) {
        this.context = context;
    }

    private record Held(HttpSink sink, long since) {}

    /// From any thread.
    void add(HttpSink sink) {
        queue.add(new Held(sink, System.nanoTime()));
        lookLater();
    }

    private void lookLater() {
        if (!looking.get() && looking.compareAndSet(false, true)) {
            context.runOnContext(_ -> context.owner().setTimer(MOMENT_MILLIS, _ -> look()));
        }
    }

    private void look() {
        long now = System.nanoTime();
        for (Held next = queue.peek();
                next != null && now - next.since() >= MOMENT_NANOS;
                next = queue.peek()) {
            queue.poll();
            next.sink().sendHeld();
        }
        looking.set(false);
        if (!queue.isEmpty()) {
            lookLater();
        }
    }
}
