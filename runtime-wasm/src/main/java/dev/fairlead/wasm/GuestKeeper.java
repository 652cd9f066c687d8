package dev.fairlead.wasm;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Knows which guests are loaded and lets the least used go: beyond a number, when memory is short,
/// or when nobody asked for a while.
final class GuestKeeper implements AutoCloseable {
    private static final int UNLOAD_AFTER = 10;

    private final Set<WasmGuest> loaded = ConcurrentHashMap.newKeySet();
    private final int most;
    private final long idleNanos;
    private final Thread sweeper;

    GuestKeeper(int most, Duration idleAfter) {
        this.most = most;
        this.idleNanos = idleAfter.toNanos();
        this.sweeper = Thread.ofVirtual().name("guest-keeper").unstarted(this::sweepForEver);
        this.sweeper.start();
    }

    int size() {
        return loaded.size();
    }

    void add(WasmGuest guest) {
        loaded.add(guest);
        if (loaded.size() > most) {
            byAge().stream()
                    .filter(other -> other != guest)
                    .limit(Math.max(1, loaded.size() - most))
                    .forEach(this::letGo);
        }
    }

    void remove(WasmGuest guest) {
        loaded.remove(guest);
    }

    /// Lets the idle instances of the least used half of those that have some go; false when there
    /// are none.
    boolean makeRoom() {
        List<WasmGuest> holding = byAge().stream().filter(guest -> guest.idle() > 0).toList();
        holding.subList(0, (holding.size() + 1) / 2).forEach(guest -> guest.trim(0));
        return !holding.isEmpty();
    }

    private List<WasmGuest> byAge() {
        record Aged(WasmGuest guest, long since) {}
        long now = System.nanoTime();
        return loaded.stream()
                .map(guest -> new Aged(guest, now - guest.lastUsed()))
                .sorted(Comparator.comparingLong(Aged::since).reversed())
                .map(Aged::guest)
                .toList();
    }

    private void letGo(WasmGuest guest) {
        loaded.remove(guest);
        guest.unload();
    }

    private void sweepForEver() {
        try {
            while (true) {
                Thread.sleep(Duration.ofNanos(Math.max(1, idleNanos / 4)));
                sweep(System.nanoTime());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void sweep(long now) {
        for (WasmGuest guest : loaded) {
            long since = now - guest.lastUsed();
            if (since > UNLOAD_AFTER * idleNanos) {
                letGo(guest);
            } else if (since > idleNanos) {
                guest.trim(0);
            }
        }
    }

    @Override
    public void close() {
        sweeper.interrupt();
        loaded.forEach(this::letGo);
    }
}
