package dev.fairlead.dataplane.router;

import dev.fairlead.dataplane.limits.Policy;
import dev.fairlead.dataplane.runtime.Guest;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// A routed service with its guests and its queue: what one entry of the route table became.
public final class LiveService {
    private final RoutedService entry;
    private final Admission admission;
    private final Map<Integer, Guest> guests;
    private final Map<String, Split> splits;
    private final Optional<Policy> rate;
    private final String id;
    private final String organization;

    LiveService(
            RoutedService entry, Admission admission, Map<Integer, Guest> guests, Tallies tallies) {
        this.entry = entry;
        this.admission = admission;
        this.guests = Map.copyOf(guests);
        this.splits =
                entry.aliases().stream()
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        RoutedAlias::label,
                                        alias -> new Split(entry, alias, guests, tallies)));
        this.rate = entry.settings().rateLimit().map(limit -> Policy.of("function", limit));
        this.id = entry.id().toString();
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

    /// Whether an alias is found by this label (`RoutedAlias`).
    public boolean has(String label) {
        return splits.containsKey(label);
    }

    /// The version that the alias found by `label` sends this visitor to.
    public Optional<Target> target(String label, Visitor visitor) {
        Split split = splits.get(label);
        return split == null ? Optional.empty() : split.pick(visitor);
    }

    Map<Integer, Guest> guests() {
        return guests;
    }

    /// Counts of revisions that `next` has no more are complete once what runs has ended.
    void replacedBy(@Nullable LiveService next) {
        Set<Tally> kept = next == null ? Set.of() : next.tallies();
        tallies().stream().filter(tally -> !kept.contains(tally)).forEach(Tally::left);
    }

    private Set<Tally> tallies() {
        return splits.values().stream()
                .flatMap(split -> split.targets().stream())
                .flatMap(target -> target.tally().stream())
                .collect(Collectors.toSet());
    }
}
