package dev.fairlead.dataplane.router;

import dev.fairlead.dataplane.inflight.VersionInFlight;
import dev.fairlead.dataplane.limits.Policy;
import dev.fairlead.model.names.AliasName;

import java.util.Map;
import java.util.Optional;

/// A routed service with what answers for its versions and its queue: what one entry of the route
/// table became.
public final class LiveService {
    private final RoutedService entry;
    private final Admission admission;
    private final Map<Integer, Target> targets;
    private final Optional<Policy> rate;
    private final String id;
    private final String organization;

    LiveService(RoutedService entry, Admission admission, Map<Integer, Target> targets) {
        this.entry = entry;
        this.admission = admission;
        this.targets = Map.copyOf(targets);
        this.rate = entry.settings().rateLimit().map(limit -> Policy.of("function", limit));
        this.id = entry.function().toString();
        this.organization = entry.organization().toString();
    }

    public RoutedService entry() {
        return entry;
    }

    /// How often it may be called, as buckets count.
    public Optional<Policy> rate() {
        return rate;
    }

    /// The function's id as text.
    public String id() {
        return id;
    }

    /// The organization's id as text.
    public String organization() {
        return organization;
    }

    public Admission admission() {
        return admission;
    }

    /// The version that `alias` sends this request to.
    public Optional<Target> target(AliasName alias) {
        Integer version = entry.aliases().get(alias);
        return version == null ? Optional.empty() : Optional.ofNullable(targets.get(version));
    }

    Map<Integer, Target> targets() {
        return targets;
    }

    /// A version, what answers for it, and what is under way at it.
    public record Target(int version, Backend backend, VersionInFlight inFlight) {}
}
