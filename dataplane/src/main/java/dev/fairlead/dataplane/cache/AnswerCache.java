package dev.fairlead.dataplane.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.RemovalCause;

import dev.fairlead.dataplane.answers.AnswerTap;
import dev.fairlead.model.ids.ServiceId;

import io.vertx.core.MultiMap;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// The answers that are kept, of all services: what is asked for most stays, within bounds of
/// memory and disk. From any thread.
public final class AnswerCache implements AutoCloseable {
    private static final Duration PASSING = Duration.ofSeconds(30);
    private static final Duration FILLING = Duration.ofMinutes(10);
    private static final int MOST_KEYS = 1 << 16;
    private static final int MOST_VARYING = 8;
    private static final Varying UNKNOWN = new Varying(0, List.of());

    private final CacheLimits limits;
    private final Clock clock;
    private final Cache<Variant, StoredAnswer> memory;
    private final Cache<Variant, StoredAnswer> disk;
    private final Cache<CacheKey, Varying> varying;
    private final Cache<CacheKey, Long> writes;
    private final Cache<Asker, Boolean> passing;
    private final Map<Asker, Flight> flights = new ConcurrentHashMap<>();
    private final Map<ServiceId, CacheFigures> figures = new ConcurrentHashMap<>();
    private final AtomicLong filling = new AtomicLong();
    private final AtomicLong moments = new AtomicLong();
    private final RecentPurges purges = new RecentPurges();
    private final AnswerFiles files;

    public AnswerCache(CacheLimits limits, Clock clock) {
        this.limits = limits;
        this.clock = clock;
        this.files = new AnswerFiles(limits.directory());
        this.memory = kept(limits.memoryBytes());
        this.disk = kept(limits.diskBytes());
        this.varying = Caffeine.newBuilder().maximumSize(MOST_KEYS).build();
        this.writes = brief(FILLING);
        this.passing = brief(PASSING);
    }

    /// What the answers at a key vary by, in order; `epoch` is another after each write there.
    private record Varying(long epoch, List<String> names) {}

    /// One of the answers at a key: the values of the headers that it varies by.
    private record Variant(CacheKey key, long epoch, List<String> values) {}

    /// Who shows who they are waits for no others, and they not for them.
    private record Asker(Variant variant, boolean credentialed) {}

    /// What the cache says to a request.
    public sealed interface Looked {
        /// This is the answer.
        record Fresh(StoredAnswer answer) implements Looked {}

        /// This was the answer.
        record Stale(StoredAnswer answer) implements Looked {}

        /// It has none, and may get one.
        record Missing() implements Looked {}

        /// Its answer is nobody else's.
        record Passing() implements Looked {}
    }

    /// How a request gets an answer that is not kept.
    public sealed interface Boarded {
        /// It fetches it, for those who wait.
        record Leading(Filling filling) implements Boarded {}

        /// Another one fetches it. `leave` is for who waits no longer.
        record Waiting(Runnable leave) implements Boarded {}

        /// Too many wait.
        record Alone() implements Boarded {}
    }

    /// The moments at which an answer was asked for, as purges and writes count them.
    record Begun(long purges, long writes) {}

    private <K, V> Cache<K, V> brief(Duration time) {
        return Caffeine.newBuilder()
                .maximumSize(MOST_KEYS)
                .expireAfterWrite(time)
                .ticker(this::nanos)
                .<K, V>build();
    }

    private Cache<Variant, StoredAnswer> kept(long bytes) {
        return Caffeine.newBuilder()
                .maximumWeight(bytes)
                .weigher((Variant _, StoredAnswer answer) -> weight(answer))
                .expireAfter(Expiry.creating((Variant _, StoredAnswer answer) -> answer.kept()))
                .ticker(this::nanos)
                .executor(Runnable::run)
                .evictionListener(
                        (@Nullable Variant _, @Nullable StoredAnswer answer, RemovalCause _) ->
                                dropped(answer))
                .build();
    }

    /// Makes ready to keep large answers. Throws where their directory cannot be used.
    public void start() {
        if (limits.diskBytes() > 0) {
            files.prepare();
        }
    }

    private static int weight(StoredAnswer answer) {
        return (int) Math.min(Integer.MAX_VALUE, answer.weight() + answer.body().size());
    }

    private static void dropped(@Nullable StoredAnswer answer) {
        if (answer != null && answer.body() instanceof StoredBody.Filed file) {
            file.delete();
        }
    }

    private long nanos() {
        return TimeUnit.MILLISECONDS.toNanos(clock.millis());
    }

    public Instant now() {
        return clock.instant();
    }

    /// What there is for a request.
    public Looked look(CacheRequest asked) {
        Variant variant = variant(asked);
        StoredAnswer answer = memory.getIfPresent(variant);
        if (answer == null) {
            answer = disk.getIfPresent(variant);
        }
        if (answer == null) {
            Asker asker = new Asker(variant, asked.credentialed());
            boolean passes = passing.getIfPresent(asker) != null;
            return passes ? new Looked.Passing() : new Looked.Missing();
        }
        if (asked.credentialed() && !answer.open()) {
            return new Looked.Passing();
        }
        return answer.fresh(now()) ? new Looked.Fresh(answer) : new Looked.Stale(answer);
    }

    private Variant variant(CacheRequest asked) {
        Varying how = varying.getIfPresent(asked.key());
        return variant(asked, how == null ? UNKNOWN : how);
    }

    private static Variant variant(CacheRequest asked, Varying how) {
        return new Variant(asked.key(), how.epoch(), asked.values(how.names()));
    }

    /// Makes a request fetch the answer, unless another one does: then `landing` is run when that
    /// one came, or did not. What is `stale` may serve if nothing better comes: the one who leads
    /// is then answered by `otherwise`.
    public Boarded board(
            CacheRequest asked,
            Optional<StoredAnswer> stale,
            Consumer<StoredAnswer> otherwise,
            Runnable landing) {
        var asker = new Asker(variant(asked), asked.credentialed());
        var mine = new Flight();
        Flight flight = flights.putIfAbsent(asker, mine);
        if (flight == null) {
            return new Boarded.Leading(filling(asked, asker, mine, stale, Optional.of(otherwise)));
        }
        return flight.board(landing)
                ? new Boarded.Waiting(() -> flight.leave(landing))
                : new Boarded.Alone();
    }

    /// Makes a request fetch a newer answer than the `stale` one, which was given; unless another
    /// one does.
    public Optional<Filling> renew(CacheRequest asked, StoredAnswer stale) {
        var asker = new Asker(variant(asked), asked.credentialed());
        var mine = new Flight();
        return flights.putIfAbsent(asker, mine) == null
                ? Optional.of(filling(asked, asker, mine, Optional.of(stale), Optional.empty()))
                : Optional.empty();
    }

    private Filling filling(
            CacheRequest asked,
            Asker asker,
            Flight flight,
            Optional<StoredAnswer> stale,
            Optional<Consumer<StoredAnswer>> otherwise) {
        // The first that is told: who looks again must not find it under way.
        flight.board(() -> flights.remove(asker, flight));
        var begun = new Begun(purges.now(), moments.get());
        return new Filling(this, asked, flight, begun, stale, otherwise);
    }

    Optional<Lifetimes> lifetimes(int status, MultiMap fields, CacheRequest asked) {
        if (vary(fields).isEmpty()) {
            return Optional.empty();
        }
        return Lifetimes.of(status, fields, asked.credentialed(), asked.settings().unsaid(), now());
    }

    /// The names that `Vary` has, in order; nothing where nobody can tell what it varies by.
    private static Optional<List<String>> vary(MultiMap fields) {
        var names = new TreeSet<String>();
        for (String line : fields.getAll("vary")) {
            for (String name : line.split(",", -1)) {
                String one = name.strip().toLowerCase(Locale.ROOT);
                if (!one.isEmpty()) {
                    names.add(one);
                }
            }
        }
        return names.contains("*") || names.size() > MOST_VARYING
                ? Optional.empty()
                : Optional.of(List.copyOf(names));
    }

    /// What is kept for such a request does not hold any more.
    void drop(CacheRequest asked) {
        remove(variant(asked));
    }

    /// Answers to such requests are nobody else's, for a while.
    void passes(CacheRequest asked) {
        passing.put(new Asker(variant(asked), asked.credentialed()), true);
    }

    /// Room for an answer that comes.
    boolean reserve(int bytes) {
        if (filling.addAndGet(bytes) <= CacheLimits.MOST_FILLING) {
            return true;
        }
        filling.addAndGet(-bytes);
        return false;
    }

    void release(int bytes) {
        filling.addAndGet(-bytes);
    }

    void store(CacheRequest asked, StoredAnswer answer, Begun begun) {
        boolean large =
                answer.body() instanceof StoredBody.Held
                        && answer.body().size() >= CacheLimits.LARGE_ANSWER;
        if (large && limits.diskBytes() > 0) {
            files.write(answer, filed -> put(asked, filed, begun));
        } else {
            put(asked, answer, begun);
        }
    }

    private void put(CacheRequest asked, StoredAnswer answer, Begun begun) {
        MultiMap fields = MultiMap.caseInsensitiveMultiMap();
        answer.headers().forEach(header -> fields.add(header.name(), header.value()));
        List<String> names = vary(fields).orElse(List.of());
        Varying how =
                varying.asMap()
                        .compute(
                                answer.key(),
                                (_, held) ->
                                        held != null && held.names().equals(names)
                                                ? held
                                                : new Varying(moments.incrementAndGet(), names));
        Variant variant = variant(asked, how);
        boolean filed = answer.body() instanceof StoredBody.Filed;
        StoredAnswer before = (filed ? disk : memory).asMap().put(variant, answer);
        if (before != null && !before.body().equals(answer.body())) {
            dropped(before);
        }
        if (filed) {
            memory.invalidate(variant);
        } else {
            dropped(disk.asMap().remove(variant));
        }
        // It may have been on its way when its like were forgotten.
        Long written = writes.getIfPresent(answer.key());
        if ((written != null && written > begun.writes()) || purges.since(begun.purges(), answer)) {
            remove(variant);
            return;
        }
        of(answer.key().service()).stored();
    }

    private void remove(Variant variant) {
        memory.invalidate(variant);
        dropped(disk.asMap().remove(variant));
    }

    /// Forgets answers, those on their way too. How many were kept.
    public int purge(Purge purge) {
        purges.add(purge);
        var gone = new ArrayList<Variant>();
        for (Cache<Variant, StoredAnswer> all : List.of(memory, disk)) {
            all.asMap()
                    .forEach((variant, answer) -> {
                        if (variant.key().service().equals(purge.service())
                                && purge.holds(answer)) {
                            gone.add(variant);
                        }
                    });
        }
        gone.forEach(this::remove);
        return gone.size();
    }

    /// Sees the answer to a write at a key, which makes what is kept of it old (RFC 9111, 4.4).
    public AnswerTap writing(CacheKey key) {
        return new AnswerTap() {
            @Override
            public Take head(int status, MultiMap fields) {
                if (status < 400) {
                    written(key);
                }
                return Take.CLIENT;
            }

            @Override
            public void content(byte[] bytes) {}

            @Override
            public void end(boolean whole) {}

            @Override
            public boolean unanswered() {
                return false;
            }
        };
    }

    private void written(CacheKey key) {
        writes.put(key, moments.incrementAndGet());
        // What is kept is found by nobody any more.
        varying.invalidate(key);
    }

    /// What became of the requests of a service.
    public CacheFigures of(ServiceId service) {
        return figures.computeIfAbsent(service, _ -> new CacheFigures());
    }

    /// How much is kept of a service.
    public CacheFigures.Kept kept(ServiceId service) {
        long answers = 0;
        long inMemory = 0;
        long onDisk = 0;
        for (StoredAnswer answer : memory.asMap().values()) {
            if (answer.key().service().equals(service)) {
                answers++;
                inMemory += weight(answer);
            }
        }
        for (StoredAnswer answer : disk.asMap().values()) {
            if (answer.key().service().equals(service)) {
                answers++;
                onDisk += answer.body().size();
            }
        }
        return new CacheFigures.Kept(answers, inMemory, onDisk);
    }

    @Override
    public void close() {
        files.close();
    }
}
