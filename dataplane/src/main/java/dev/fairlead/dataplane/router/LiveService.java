package dev.fairlead.dataplane.router;

import dev.fairlead.dataplane.limits.Policy;
import dev.fairlead.model.names.AliasName;

import java.util.Map;
import java.util.Optional;

/// A routed service with what answers for its versions and its queue: what one entry of the route
/// table became.
public final class LiveService {
    private final RoutedService entry;
    private final Admission admission;
    private final Map<Integer, Backend> backends;
    private final Optional<Policy> rate;
    private final String id;
    private final String organization;

    LiveService(RoutedService entry, Admission admission, Map<Integer, Backend> backends) {
        this.entry = entry;
        this.admission = admission;
        this.backends = Map.copyOf(backends);
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
        if (version == null) {
            return Optional.empty();
        }
        Backend backend = backends.get(version);
        return backend == null ? Optional.empty() : Optional.of(new Target(version, backend));
    }

    Map<Integer, Backend> backends() {
        return backends;
    }

    /// A version and what answers for it.
    public record Target(int version, Backend backend) {}
}
