package dev.fairlead.dataplane.router;

import dev.fairlead.dataplane.runtime.Guest;
import dev.fairlead.model.names.AliasName;

import java.util.Map;
import java.util.Optional;

/// A routed service with its guests and its queue: what one entry of the route table became.
public final class LiveService {
    private final RoutedService entry;
    private final Admission admission;
    private final Map<Integer, Guest> guests;

    LiveService(RoutedService entry, Admission admission, Map<Integer, Guest> guests) {
        this.entry = entry;
        this.admission = admission;
        this.guests = Map.copyOf(guests);
    }

    public RoutedService entry() {
        return entry;
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
        Guest guest = guests.get(version);
        return guest == null ? Optional.empty() : Optional.of(new Target(version, guest));
    }

    Map<Integer, Guest> guests() {
        return guests;
    }

    /// A version and the guest that runs it.
    public record Target(int version, Guest guest) {}
}
