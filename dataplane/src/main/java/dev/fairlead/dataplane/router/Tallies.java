package dev.fairlead.dataplane.router;

import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ServiceId;
import dev.fairlead.model.names.AliasName;
import dev.fairlead.model.names.EnvironmentName;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The tallies of aliases that are split, each by the revision that splits it. Those of a revision
/// that is gone are forgotten a while after their last request.
public final class Tallies {
    private static final Duration KEPT = Duration.ofMinutes(5);

    private final Map<Key, Tally> tallies = new ConcurrentHashMap<>();

    /// A version of an alias as one revision of it spreads it.
    public record Key(
            OrganizationId organization,
            ServiceId service,
            EnvironmentName environment,
            AliasName alias,
            long revision,
            int version) {}

    Tally of(Key key) {
        return tallies.computeIfAbsent(key, _ -> new Tally());
    }

    /// All that count, or did lately.
    public Map<Key, Tally> all() {
        tallies.values().removeIf(tally -> tally.forgotten(KEPT));
        return Map.copyOf(tallies);
    }
}
