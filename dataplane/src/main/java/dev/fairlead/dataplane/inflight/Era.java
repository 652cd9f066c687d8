package dev.fairlead.dataplane.inflight;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;

/// The requests of one version that began between two changes. Whoever begins one ends it, once, on
/// the same era. For any thread; beginning and ending cost an addition each.
public final class Era {
    private static final long NEVER = Long.MAX_VALUE;

    private final LongAdder begun = new LongAdder();
    private final LongAdder answered = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder gone = new LongAdder();
    private final LongAdder cut = new LongAdder();
    private final LongAdder opened = new LongAdder();
    private final LongAdder closed = new LongAdder();
    private final List<Drain> watching = new CopyOnWriteArrayList<>();
    private volatile long cutAt = NEVER;

    Era() {}

    void begin() {
        begun.increment();
    }

    /// A request that began here was taken back before anybody had it, and begins elsewhere.
    public void moved() {
        begun.decrement();
        watching.forEach(Drain::settle);
    }

    /// The request became a socket.
    public void opened() {
        opened.increment();
    }

    /// `socket` says whether it had become one.
    public void end(Ending how, boolean socket) {
        if (socket) {
            closed.increment();
        }
        switch (how) {
            case ANSWERED -> answered.increment();
            case FAILED -> failed.increment();
            case CLIENT_GONE -> gone.increment();
            case CUT -> cut.increment();
        }
        if (!watching.isEmpty()) {
            watching.forEach(drain -> drain.heard(how, socket));
        }
    }

    /// Whether what is still open is to be cut, by the time of `System.nanoTime`.
    public boolean over(long now) {
        return cutAt != NEVER && now - cutAt >= 0;
    }

    void cutAt(long when) {
        cutAt = when;
    }

    void keep() {
        cutAt = NEVER;
    }

    void watchedBy(Drain drain) {
        watching.add(drain);
    }

    void leftBy(Drain drain) {
        watching.remove(drain);
    }

    /// Requests and sockets that have not ended. What ended is counted first, so that it is never
    /// less than there are.
    long open() {
        return -total() + begun.sum();
    }

    long sockets() {
        return -closed.sum() + opened.sum();
    }

    private long total() {
        return answered.sum() + failed.sum() + gone.sum() + cut.sum();
    }

    Map<Ending, Long> endings() {
        var map = new EnumMap<Ending, Long>(Ending.class);
        map.put(Ending.ANSWERED, answered.sum());
        map.put(Ending.FAILED, failed.sum());
        map.put(Ending.CLIENT_GONE, gone.sum());
        map.put(Ending.CUT, cut.sum());
        return map;
    }
}
