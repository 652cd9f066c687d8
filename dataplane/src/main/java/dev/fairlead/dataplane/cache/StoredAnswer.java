package dev.fairlead.dataplane.cache;

import dev.fairlead.dataplane.runtime.Header;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// An answer as the service gave it, and until when it serves.
public final class StoredAnswer {
    /// What is stale is asked about rather than fetched anew where it says how.
    private static final Duration ASKED_ABOUT = Duration.ofHours(1);

    private static final int FIXED_BYTES = 1 << 10;
    private static final int MOST_TAGS = 100;
    private static final int MOST_TAG = 256;

    private final CacheKey key;
    private final int status;
    private final List<Header> headers;
    private final Lifetimes lifetimes;
    private final StoredBody body;
    private final Instant born;
    private final Set<String> tags;
    private final long before;

    StoredAnswer(
            CacheKey key,
            int status,
            List<Header> headers,
            Lifetimes lifetimes,
            StoredBody body,
            Instant now) {
        this.key = key;
        this.status = status;
        this.headers = List.copyOf(headers);
        this.lifetimes = lifetimes;
        this.body = body;
        this.born = now;
        this.tags = tags(headers);
        this.before = header("age").map(Lifetimes::age).orElse(0L);
    }

    /// The same with another body of the same bytes.
    StoredAnswer with(StoredBody other) {
        return new StoredAnswer(key, status, headers, lifetimes, other, born);
    }

    /// The same, good again: with the fields that a `304` brought (RFC 9111, 3.2).
    StoredAnswer refreshed(List<Header> brought, Lifetimes good, Instant now) {
        Set<String> names = new HashSet<>();
        brought.forEach(header -> names.add(header.name()));
        names.add("age");
        names.add("date");
        names.remove("content-length");
        names.remove("content-encoding");
        names.remove("content-type");
        names.remove("content-range");
        List<Header> merged =
                Stream.concat(
                                headers.stream().filter(h -> !names.contains(h.name())),
                                brought.stream().filter(h -> names.contains(h.name())))
                        .toList();
        return new StoredAnswer(key, status, merged, good, body, now);
    }

    public int status() {
        return status;
    }

    public List<Header> headers() {
        return headers;
    }

    public StoredBody body() {
        return body;
    }

    CacheKey key() {
        return key;
    }

    /// The path that the client asked for, with the query that the service got.
    String target() {
        int query = key.target().indexOf('?');
        return query < 0 ? key.path() : key.path() + key.target().substring(query);
    }

    Set<String> tags() {
        return tags;
    }

    Lifetimes lifetimes() {
        return lifetimes;
    }

    /// Whether it goes to people who show who they are, too.
    boolean open() {
        return lifetimes.open();
    }

    boolean fresh(Instant now) {
        return now.isBefore(born.plus(lifetimes.fresh()));
    }

    /// Whether it is given although it is stale, while a newer one is fetched.
    public boolean whileRevalidated(Instant now) {
        return within(lifetimes.whileRevalidate(), now);
    }

    /// Whether it is given although it is stale, as there is no other.
    boolean onError(Instant now) {
        return within(lifetimes.ifError(), now);
    }

    private boolean within(Duration longer, Instant now) {
        return now.isBefore(born.plus(lifetimes.fresh()).plus(longer));
    }

    /// How long it is kept from when it came.
    Duration kept() {
        Duration longer =
                Stream.of(
                                lifetimes.whileRevalidate(),
                                lifetimes.ifError(),
                                validated() ? ASKED_ABOUT : Duration.ZERO)
                        .max(Duration::compareTo)
                        .orElseThrow();
        return lifetimes.fresh().plus(longer);
    }

    private boolean validated() {
        return header("etag").isPresent() || header("last-modified").isPresent();
    }

    public Optional<String> header(String name) {
        for (Header header : headers) {
            if (header.name().equals(name)) {
                return Optional.of(header.value());
            }
        }
        return Optional.empty();
    }

    /// In seconds, since the service made it.
    public long age(Instant now) {
        return before + Math.max(0, Duration.between(born, now).toSeconds());
    }

    /// For how many seconds it is good; less than none where it is stale.
    public long ttl(Instant now) {
        return Duration.between(now, born.plus(lifetimes.fresh())).toSeconds();
    }

    /// About what it takes in memory besides the body.
    int weight() {
        int bytes = FIXED_BYTES + key.path().length() + key.target().length();
        for (Header header : headers) {
            bytes += 64 + header.name().length() + header.value().length();
        }
        return bytes;
    }

    /// What `Surrogate-Key` (parted by blanks) and `Cache-Tag` (parted by commas) name.
    private static Set<String> tags(List<Header> headers) {
        Set<String> tags = new HashSet<>();
        for (Header header : headers) {
            String by =
                    switch (header.name()) {
                        case "surrogate-key" -> "\\s+";
                        case "cache-tag" -> ",";
                        default -> "";
                    };
            if (!by.isEmpty()) {
                Arrays.stream(header.value().split(by, MOST_TAGS + 1))
                        .map(String::strip)
                        .filter(tag -> !tag.isEmpty() && tag.length() <= MOST_TAG)
                        .limit(MOST_TAGS)
                        .forEach(tags::add);
            }
        }
        return Set.copyOf(tags);
    }
}
