package dev.fairlead.dataplane.signing;

import dev.fairlead.dataplane.signing.NonceStore.Outcome;
import dev.fairlead.dataplane.signing.NonceStore.Use;
import dev.fairlead.model.ids.ServiceId;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Lets each nonce be used once. This instance remembers the last ones by itself, so that what is
/// sent here again costs no question; the store decides for all instances, and is asked for many at
/// once, one question at a time.
public final class Nonces {
    private static final Logger LOG = LoggerFactory.getLogger(Nonces.class);
    private static final int MOST_REMEMBERED = 100_000;
    private static final int MOST_WAITING = 4_096;
    private static final int AT_ONCE = 500;
    private static final int PATIENCE_SECONDS = 10;

    private final NonceStore store;
    private final int mostRemembered;
    private final Object lock = new Object();
    private final Set<Key> remembered = new LinkedHashSet<>();
    private final ArrayDeque<Asked> waiting = new ArrayDeque<>();
    private boolean asking;

    public Nonces(NonceStore store) {
        this(store, MOST_REMEMBERED);
    }

    Nonces(NonceStore store, int mostRemembered) {
        this.store = store;
        this.mostRemembered = mostRemembered;
    }

    private record Key(ServiceId function, String nonce) {}

    private record Asked(Use use, CompletableFuture<Outcome> answer) {}

    /// Tells `heard`, once, on any thread.
    public void use(Use use, Consumer<Outcome> heard) {
        var answer = new CompletableFuture<Outcome>();
        answer.completeOnTimeout(Outcome.UNAVAILABLE, PATIENCE_SECONDS, TimeUnit.SECONDS)
                .thenAccept(heard)
                .exceptionally(thrown -> {
                    LOG.error("a signed request was not answered", thrown);
                    return null;
                });
        Outcome known = enter(new Asked(use, answer));
        if (known != Outcome.FRESH) {
            answer.complete(known);
        }
    }

    /// `FRESH` where the store will be asked.
    private Outcome enter(Asked asked) {
        synchronized (lock) {
            var key = new Key(asked.use().function(), asked.use().nonce());
            if (remembered.contains(key)) {
                return Outcome.USED;
            }
            if (waiting.size() >= MOST_WAITING) {
                return Outcome.UNAVAILABLE;
            }
            remembered.add(key);
            forget();
            waiting.add(asked);
            if (!asking) {
                asking = true;
                Thread.ofVirtual().name("nonces").start(this::ask);
            }
            return Outcome.FRESH;
        }
    }

    /// The oldest go; the store has them.
    private void forget() {
        var oldest = remembered.iterator();
        while (remembered.size() > mostRemembered) {
            oldest.next();
            oldest.remove();
        }
    }

    private void ask() {
        while (true) {
            Map<Key, Asked> batch = next();
            if (batch.isEmpty()) {
                return;
            }
            List<Asked> all = List.copyOf(batch.values());
            List<Outcome> outcomes = outcomes(all.stream().map(Asked::use).toList());
            for (int i = 0; i < all.size(); i++) {
                told(all.get(i), outcomes.get(i));
            }
        }
    }

    private Map<Key, Asked> next() {
        var batch = new LinkedHashMap<Key, Asked>();
        var again = new ArrayList<Asked>();
        synchronized (lock) {
            while (batch.size() < AT_ONCE && !waiting.isEmpty()) {
                Asked one = waiting.remove();
                // Twice only where it was forgotten meanwhile.
                if (batch.putIfAbsent(new Key(one.use().function(), one.use().nonce()), one)
                        != null) {
                    again.add(one);
                }
            }
            asking = !batch.isEmpty();
        }
        again.forEach(one -> one.answer().complete(Outcome.USED));
        return batch;
    }

    private List<Outcome> outcomes(List<Use> uses) {
        try {
            return store.remember(uses);
        } catch (RuntimeException e) {
            LOG.error("nonces were not remembered", e);
            return NonceStore.CLOSED.remember(uses);
        }
    }

    private void told(Asked asked, Outcome outcome) {
        if (outcome == Outcome.UNAVAILABLE) {
            synchronized (lock) {
                remembered.remove(new Key(asked.use().function(), asked.use().nonce()));
            }
        }
        asked.answer().complete(outcome);
    }
}
