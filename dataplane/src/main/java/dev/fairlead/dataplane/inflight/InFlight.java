package dev.fairlead.dataplane.inflight;

import dev.fairlead.model.ids.ServiceId;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// What is under way at all versions, of services that are routed or were a moment ago.
public final class InFlight {
    private final Map<Key, VersionInFlight> versions = new ConcurrentHashMap<>();
    private final Set<Key> leaving = ConcurrentHashMap.newKeySet();

    private record Key(ServiceId service, int version) {}

    /// The same object as long as something leads to the version, or is under way at it.
    public VersionInFlight of(ServiceId service, int version) {
        return versions.computeIfAbsent(new Key(service, version), _ -> new VersionInFlight());
    }

    /// Something leads to a version: nothing of it is cut.
    public VersionInFlight join(ServiceId service, int version) {
        VersionInFlight counts = of(service, version);
        if (leaving.remove(new Key(service, version))) {
            counts.rejoin();
        }
        return counts;
    }

    /// Nothing leads to a version any more: what is open there after `patience` is cut.
    public void leave(ServiceId service, int version, Duration patience) {
        of(service, version).leave(patience);
        leaving.add(new Key(service, version));
    }

    /// Forgets the versions that were left and where nothing is under way any more.
    public void sweep() {
        leaving.removeIf(key -> {
            boolean over = of(key.service(), key.version()).open() == 0;
            if (over) {
                versions.remove(key);
            }
            return over;
        });
    }
}
