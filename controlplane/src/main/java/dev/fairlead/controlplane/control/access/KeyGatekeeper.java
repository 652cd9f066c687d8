package dev.fairlead.controlplane.control.access;

import dev.fairlead.controlplane.control.keys.Keys;
import dev.fairlead.controlplane.store.DatabaseUnavailable;
import dev.fairlead.controlplane.store.keys.KeyStore;
import dev.fairlead.dataplane.access.Gatekeeper;
import dev.fairlead.dataplane.access.Question;
import dev.fairlead.dataplane.access.Verdict;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Lets in who has a key of the function's organization. An answer holds for five seconds.
public final class KeyGatekeeper implements Gatekeeper {
    private static final Duration KEPT = Duration.ofSeconds(5);
    private static final int MOST_KEPT = 10_000;

    private final Keys keys;
    private final Clock clock;
    private final Map<Question, Known> known = new ConcurrentHashMap<>();

    public KeyGatekeeper(Keys keys, Clock clock) {
        this.keys = keys;
        this.clock = clock;
    }

    private record Known(Verdict verdict, Instant until) {}

    @Override
    public Optional<Verdict> known(Question question) {
        Known kept = known.get(question);
        return kept != null && kept.until().isAfter(clock.instant())
                ? Optional.of(kept.verdict())
                : Optional.empty();
    }

    @Override
    public Verdict decide(Question question) {
        Optional<KeyStore.Key> key;
        try {
            key = keys.find(question.bearer());
        } catch (DatabaseUnavailable e) {
            return new Verdict.Unavailable();
        }
        if (key.isEmpty()) {
            // Not kept: strangers have as many credentials as they like.
            return new Verdict.Unauthenticated();
        }
        Verdict verdict =
                key.get().organization().equals(question.organization())
                        ? new Verdict.Allowed(key.get().id().toString())
                        : new Verdict.Hidden();
        if (known.size() >= MOST_KEPT) {
            known.clear();
        }
        known.put(question, new Known(verdict, clock.instant().plus(KEPT)));
        return verdict;
    }
}
