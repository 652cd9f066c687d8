package dev.fairlead.dataplane.limits;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the instances of one installation took of their limits together.
public interface SharedBudget {
    /// Adds what this instance took, says what all of them took and how many they are. Blocks;
    /// empty where it cannot be said now. Never called by a request.
    Optional<Settled> settle(List<Taken> taken);

    /// `cost` is the time until what was taken is back, `ago` when the first of it was taken.
    record Taken(String key, Duration cost, Duration ago) {}

    /// `debts` is for each key that was named the time until all that was taken is back.
    record Settled(int instances, Map<String, Duration> debts) {
        public Settled {
            debts = Map.copyOf(debts);
        }
    }
}
