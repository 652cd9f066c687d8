package dev.fairlead.dataplane.inflight;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// What was under way at a version at one moment, and what becomes of it. Nothing that begins later
/// counts. Let go of it when it is of no more use.
public final class Drain implements AutoCloseable {
    private final List<Era> eras;
    private final long atFirst;
    private final Map<Ending, Long> before = new EnumMap<>(Ending.class);
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile Listener listener = (_, _) -> {};

    /// Hears of each ending. Called where it happens: must return at once and never throw.
    @FunctionalInterface
    public interface Listener {
        void ended(Ending how, boolean socket);
    }

    Drain(List<Era> eras) {
        this.eras = List.copyOf(eras);
        this.eras.forEach(era -> era.watchedBy(this));
        this.eras.forEach(
                era -> era.endings().forEach((how, n) -> before.merge(how, n, Long::sum)));
        this.atFirst = open();
        settle();
    }

    void heard(Ending how, boolean socket) {
        listener.ended(how, socket);
        settle();
    }

    /// Looks whether all is over.
    void settle() {
        if (open() == 0) {
            done.countDown();
        }
    }

    public void onEnding(Listener hears) {
        listener = hears;
    }

    /// How many requests and sockets were under way when it was made.
    public long atFirst() {
        return atFirst;
    }

    /// How many of them have not ended.
    public long open() {
        return eras.stream().mapToLong(Era::open).sum();
    }

    /// How many of them are open sockets.
    public long sockets() {
        return eras.stream().mapToLong(Era::sockets).sum();
    }

    /// How many of them ended in which way so far.
    public Map<Ending, Long> endings() {
        var now = new EnumMap<Ending, Long>(Ending.class);
        eras.forEach(era -> era.endings().forEach((how, n) -> now.merge(how, n, Long::sum)));
        before.forEach((how, n) -> now.merge(how, -n, Long::sum));
        return now;
    }

    /// Waits until all have ended; false where they have not in time.
    public boolean await(Duration patience) throws InterruptedException {
        return done.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        eras.forEach(era -> era.leftBy(this));
    }
}
