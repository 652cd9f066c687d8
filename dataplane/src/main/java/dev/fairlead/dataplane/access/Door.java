package dev.fairlead.dataplane.access;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Asks the gatekeeper for event loops, which cannot wait: each question that is open once, `most`
/// of them at a time, and none for longer than ten seconds.
public final class Door {
    private static final Logger LOG = LoggerFactory.getLogger(Door.class);
    private static final int MOST_OPEN = 64;
    private static final int PATIENCE_SECONDS = 10;
    private static final Verdict UNAVAILABLE = new Verdict.Unavailable();

    private final Gatekeeper gatekeeper;
    private final Semaphore places;
    private final Map<Question, CompletableFuture<Verdict>> open = new ConcurrentHashMap<>();

    public Door(Gatekeeper gatekeeper) {
        this(gatekeeper, MOST_OPEN);
    }

    Door(Gatekeeper gatekeeper, int most) {
        this.gatekeeper = gatekeeper;
        this.places = new Semaphore(most);
    }

    /// The answer where it is at hand.
    public Optional<Verdict> known(Question question) {
        return gatekeeper.known(question);
    }

    /// Tells `heard`, once, on any thread.
    public void ask(Question question, Consumer<Verdict> heard) {
        var mine = new CompletableFuture<Verdict>();
        CompletableFuture<Verdict> asked = open.putIfAbsent(question, mine);
        if (asked != null) {
            asked.thenAccept(heard).exceptionally(Door::broken);
            return;
        }
        mine.completeOnTimeout(UNAVAILABLE, PATIENCE_SECONDS, TimeUnit.SECONDS)
                .thenAccept(verdict -> {
                    open.remove(question, mine);
                    heard.accept(verdict);
                })
                .exceptionally(Door::broken);
        if (places.tryAcquire()) {
            Thread.ofVirtual().name("gatekeeper").start(() -> decide(question, mine));
        } else {
            mine.complete(UNAVAILABLE);
        }
    }

    private static @Nullable Void broken(Throwable thrown) {
        LOG.error("a request was not answered", thrown);
        return null;
    }

    private void decide(Question question, CompletableFuture<Verdict> answer) {
        Verdict verdict = UNAVAILABLE;
        try {
            verdict = gatekeeper.decide(question);
        } catch (RuntimeException e) {
            LOG.error("access was not decided functionId={}", question.function(), e);
        } finally {
            places.release();
            answer.complete(verdict);
        }
    }
}
