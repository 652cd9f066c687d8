package dev.fairlead.controlplane.control.access;

import dev.fairlead.controlplane.store.access.AccessChanges;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// Answers that hold until somebody's rights change, or until that would not be heard. Bounded: a
/// full memory starts anew.
final class Remembered<K, V> {
    private static final int MOST = 50_000;

    private final AccessChanges changes;
    private final Map<K, Entry<V>> entries = new ConcurrentHashMap<>();

    Remembered(AccessChanges changes) {
        this.changes = changes;
    }

    private record Entry<V>(long epoch, V value) {}

    /// What is known without asking anybody.
    Optional<V> known(K key) {
        Entry<V> entry = entries.get(key);
        if (entry == null || entry.epoch() != changes.epoch() || !changes.certain()) {
            return Optional.empty();
        }
        return Optional.of(entry.value());
    }

    /// What is read from here on holds in this epoch.
    long epoch() {
        return changes.epoch();
    }

    /// Remembers what was found out in `epoch`.
    void put(K key, V value, long epoch) {
        if (entries.size() >= MOST) {
            entries.clear();
        }
        entries.put(key, new Entry<>(epoch, value));
    }

    /// What is known, else what `ask` says; only what is there is remembered.
    Optional<V> get(K key, Supplier<Optional<V>> ask) {
        Optional<V> known = known(key);
        if (known.isPresent()) {
            return known;
        }
        long epoch = epoch();
        Optional<V> asked = ask.get();
        asked.ifPresentOrElse(value -> put(key, value, epoch), () -> entries.remove(key));
        return asked;
    }
}
