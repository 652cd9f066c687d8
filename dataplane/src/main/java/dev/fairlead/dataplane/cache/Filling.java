package dev.fairlead.dataplane.cache;

import dev.fairlead.dataplane.answers.AnswerTap;
import dev.fairlead.dataplane.runtime.Header;

import io.vertx.core.MultiMap;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/// An answer on its way into the cache. The request that fetches it leads: it gets the answer as it
/// comes, or what `otherwise` brings it.
public final class Filling implements AnswerTap {
    private static final int NOT_MODIFIED = 304;
    private static final int REFUSED = 400;
    private static final int FAILED = 500;
    private static final int FIRST = 16 << 10;

    private final AnswerCache cache;
    private final CacheRequest asked;
    private final Flight flight;
    private final AnswerCache.Begun begun;
    private final @Nullable StoredAnswer stale;
    private final @Nullable Consumer<StoredAnswer> otherwise;
    private @Nullable ByteArrayOutputStream body;
    private @Nullable Lifetimes lifetimes;
    private List<Header> headers = List.of();
    private int status;
    private long announced = -1;
    private boolean conditional;
    private boolean headed;

    /// `stale` is what was the answer, where there was one; nobody waits where there is no
    /// `otherwise`.
    Filling(
            AnswerCache cache,
            CacheRequest asked,
            Flight flight,
            AnswerCache.Begun begun,
            Optional<StoredAnswer> stale,
            Optional<Consumer<StoredAnswer>> otherwise) {
        this.cache = cache;
        this.asked = asked;
        this.flight = flight;
        this.begun = begun;
        this.stale = stale.orElse(null);
        this.otherwise = otherwise.orElse(null);
    }

    /// Makes the request's headers ask for a whole answer, or whether what is stale still holds.
    public void prepare(MultiMap request) {
        request.remove("if-none-match")
                .remove("if-modified-since")
                .remove("if-range")
                .remove("range");
        if (stale != null) {
            stale.header("etag").ifPresent(etag -> request.set("if-none-match", etag));
            stale.header("last-modified").ifPresent(date -> request.set("if-modified-since", date));
            conditional =
                    request.contains("if-none-match") || request.contains("if-modified-since");
        }
    }

    /// Whether somebody waits for the answer at this request.
    public boolean led() {
        return otherwise != null;
    }

    @Override
    public Take head(int code, MultiMap fields) {
        headed = true;
        status = code;
        Instant now = cache.now();
        if (stale != null && conditional && code == NOT_MODIFIED) {
            refresh(stale, fields, now);
            return Take.TAP;
        }
        if (stale != null && code >= FAILED && stale.onError(now)) {
            flight.land();
            give(stale);
            return Take.TAP;
        }
        Optional<Lifetimes> good = cache.lifetimes(code, fields, asked);
        announced = length(fields);
        if (good.isEmpty() || announced > CacheLimits.MOST_ANSWER) {
            if (code < FAILED) {
                cache.drop(asked);
            }
            if (code < REFUSED) {
                cache.passes(asked);
            }
            flight.land();
            return led() ? Take.CLIENT : Take.TAP;
        }
        lifetimes = good.get();
        headers = headers(fields);
        body = new ByteArrayOutputStream(announced < 0 ? FIRST : (int) Math.min(announced, FIRST));
        return led() ? Take.BOTH : Take.TAP;
    }

    private void refresh(StoredAnswer held, MultiMap fields, Instant now) {
        // What a 304 does not say again holds on (RFC 9111, 4.3.4).
        MultiMap all = MultiMap.caseInsensitiveMultiMap();
        held.headers().forEach(header -> all.add(header.name(), header.value()));
        all.remove("age").remove("date");
        for (String name : fields.names()) {
            all.set(name, fields.getAll(name));
        }
        Optional<Lifetimes> good = cache.lifetimes(held.status(), all, asked);
        StoredAnswer again = held.refreshed(headers(fields), good.orElse(held.lifetimes()), now);
        if (good.isPresent()) {
            cache.store(asked, again, begun);
        } else {
            cache.drop(asked);
            cache.passes(asked);
        }
        flight.land();
        give(again);
    }

    private void give(StoredAnswer answer) {
        if (otherwise != null) {
            otherwise.accept(answer);
        }
    }

    private static long length(MultiMap fields) {
        String length = fields.get("content-length");
        try {
            return length == null ? -1 : Long.parseLong(length.strip());
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private static List<Header> headers(MultiMap fields) {
        return fields.entries().stream()
                .map(e -> new Header(e.getKey().toLowerCase(Locale.ROOT), e.getValue()))
                .filter(header -> !header.name().equals("content-length"))
                .toList();
    }

    @Override
    public void content(byte[] bytes) {
        ByteArrayOutputStream kept = body;
        if (kept == null) {
            return;
        }
        if (kept.size() + (long) bytes.length > CacheLimits.MOST_ANSWER
                || !cache.reserve(bytes.length)) {
            forget();
            cache.passes(asked);
            flight.land();
            return;
        }
        kept.writeBytes(bytes);
    }

    private void forget() {
        if (body != null) {
            cache.release(body.size());
            body = null;
        }
    }

    @Override
    public void end(boolean whole) {
        ByteArrayOutputStream kept = body;
        boolean complete = whole && kept != null && (announced < 0 || announced == kept.size());
        if (complete && kept != null && lifetimes != null) {
            var held = new StoredBody.Held(new StoredBody.Bytes(kept.toByteArray()));
            cache.store(
                    asked,
                    new StoredAnswer(asked.key(), status, headers, lifetimes, held, cache.now()),
                    begun);
        }
        forget();
        flight.land();
    }

    @Override
    public boolean unanswered() {
        if (headed) {
            end(false);
            return !led();
        }
        flight.land();
        if (!led()) {
            return true;
        }
        if (stale != null && stale.onError(cache.now())) {
            give(stale);
            return true;
        }
        return false;
    }
}
