package dev.fairlead.dataplane.gateway;

import dev.fairlead.dataplane.addresses.HostFields;
import dev.fairlead.dataplane.answers.AnswerTap;
import dev.fairlead.dataplane.answers.HttpSink;
import dev.fairlead.dataplane.cache.AnswerCache;
import dev.fairlead.dataplane.cache.AnswerCache.Boarded;
import dev.fairlead.dataplane.cache.AnswerCache.Looked;
import dev.fairlead.dataplane.cache.CacheFigures;
import dev.fairlead.dataplane.cache.CacheKey;
import dev.fairlead.dataplane.cache.CacheRequest;
import dev.fairlead.dataplane.cache.Conditions;
import dev.fairlead.dataplane.cache.Filling;
import dev.fairlead.dataplane.cache.StoredAnswer;
import dev.fairlead.dataplane.cache.StoredBody;
import dev.fairlead.dataplane.runtime.Header;
import dev.fairlead.model.functions.CacheSettings;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A request that an answer may be kept for, until it is answered or goes to its service. Lives on
/// the event loop of its request.
final class CachedCall {
    /// Nobody waits more often than this for others.
    private static final int MOST_WAITS = 2;

    private static final Set<HttpMethod> SAFE =
            Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS, HttpMethod.TRACE);

    private final Gateway gateway;
    private final Arrival arrival;
    private final Destination to;
    private final HttpSink sink;
    private final Source source;
    private final AnswerCache cache;
    private final CacheRequest asked;
    private final CacheFigures figures;
    private Runnable leave = () -> {};
    private long timer = -1;
    private int waits;
    private boolean over;

    /// What the client asked, before the request was made to ask for the cache.
    private MultiMap wanted;

    /// Sends a request to its service; a tap may have a say in the answer.
    interface Source {
        void ask(Optional<AnswerTap> tap);
    }

    CachedCall(Gateway gateway, Arrival arrival, Destination to, HttpSink sink, Source source) {
        this.gateway = gateway;
        this.arrival = arrival;
        this.to = to;
        this.sink = sink;
        this.source = source;
        this.cache = gateway.cache();
        this.wanted = arrival.request().headers();
        this.asked = new CacheRequest(key(arrival, to), arrival.request().headers(), settings(to));
        this.figures = cache.of(to.service().entry().id());
        String id = to.service().id();
        sink.alsoMore(List.of(new Header("surrogate-key", id), new Header("cache-tag", id)));
    }

    /// Whether the cache has a say in a request, which has no body and is not signed.
    static boolean considers(HttpServerRequest request, Destination to) {
        return settings(to).enabled()
                && (request.method().equals(HttpMethod.GET)
                        || request.method().equals(HttpMethod.HEAD))
                && CacheRequest.considers(request.headers());
    }

    private static CacheSettings settings(Destination to) {
        return to.service().entry().settings().cache();
    }

    /// Of a request that is not safe: what it writes makes what is kept there old.
    static Optional<AnswerTap> watch(Gateway gateway, Arrival arrival, Destination to) {
        boolean safe = SAFE.contains(arrival.request().method());
        return safe || !settings(to).enabled()
                ? Optional.empty()
                : Optional.of(gateway.cache().writing(key(arrival, to)));
    }

    private static CacheKey key(Arrival arrival, Destination to) {
        return new CacheKey(
                to.service().entry().id(),
                to.target().version(),
                arrival.client().secure(),
                arrival.host().equals(HostFields.NONE) ? "" : arrival.host().text(),
                arrival.target().path(),
                CacheRequest.target(to.address().path(), arrival.target().query(), settings(to)),
                arrival.steps().request());
    }

    void begin() {
        switch (cache.look(asked)) {
            case Looked.Fresh(StoredAnswer answer) -> {
                figures.hit(false);
                serve(answer);
            }
            case Looked.Stale(StoredAnswer answer) -> {
                if (answer.whileRevalidated(cache.now())) {
                    figures.hit(true);
                    serve(answer);
                    cache.renew(asked, answer).ifPresent(this::fill);
                } else {
                    fetch(Optional.of(answer), "stale");
                }
            }
            case Looked.Missing() -> fetch(Optional.empty(), "uri-miss");
            case Looked.Passing() -> pass("bypass");
        }
    }

    private void pass(String why) {
        over = true;
        figures.passed();
        sink.alsoMore(List.of(new Header("cache-status", "fairlead; fwd=" + why)));
        source.ask(Optional.empty());
    }

    private void fetch(Optional<StoredAnswer> stale, String why) {
        HttpServerRequest request = arrival.request();
        boolean whole =
                request.method().equals(HttpMethod.GET) && !request.headers().contains("range");
        if (!whole || waits == MOST_WAITS) {
            pass(why);
            return;
        }
        Runnable landing = () -> arrival.context().runOnContext(_ -> landed());
        switch (cache.board(asked, stale, this::otherwise, landing)) {
            case Boarded.Leading(Filling filling) -> {
                figures.missed();
                over = true;
                sink.alsoMore(List.of(new Header("cache-status", "fairlead; fwd=" + why)));
                fill(filling);
            }
            case Boarded.Waiting(Runnable way) -> {
                figures.waited();
                waits++;
                leave = way;
                long patience = Math.max(1, to.service().entry().limits().timeout().toMillis());
                timer = gateway.vertx().setTimer(patience, _ -> waitedLong(why));
            }
            case Boarded.Alone() -> pass(why);
        }
    }

    private void fill(Filling filling) {
        MultiMap headers = arrival.request().headers();
        wanted = MultiMap.caseInsensitiveMultiMap().addAll(headers);
        filling.prepare(headers);
        source.ask(Optional.of(filling));
    }

    private void waitedLong(String why) {
        if (!over) {
            leave.run();
            timer = -1;
            pass(why);
        }
    }

    /// Whoever was waited for is done.
    private void landed() {
        if (over || timer < 0) {
            return;
        }
        gateway.vertx().cancelTimer(timer);
        timer = -1;
        begin();
    }

    void clientGone() {
        over = true;
        leave.run();
        if (timer >= 0) {
            gateway.vertx().cancelTimer(timer);
            timer = -1;
        }
    }

    /// From any thread.
    private void otherwise(StoredAnswer answer) {
        arrival.context().runOnContext(_ -> serve(answer));
    }

    private void serve(StoredAnswer answer) {
        over = true;
        HttpServerResponse response = arrival.request().response();
        if (response.ended() || response.closed()) {
            return;
        }
        Instant now = cache.now();
        boolean head = arrival.request().method().equals(HttpMethod.HEAD);
        Conditions given = Conditions.of(wanted, answer, !head);
        List<Header> fields = given.fields(answer, now, "fairlead; hit; ttl=" + answer.ttl(now));
        switch (answer.body()) {
            case StoredBody.Held held ->
                    sink.answer(given.status(), fields, given.part(held.buffer()));
            case StoredBody.Filed file -> send(given, fields, file, head);
        }
    }

    private void send(Conditions given, List<Header> fields, StoredBody.Filed file, boolean head) {
        HttpServerResponse response = arrival.request().response();
        response.setStatusCode(given.status());
        fields.forEach(header -> response.headers().add(header.name(), header.value()));
        sink.dress(response.headers(), "");
        response.putHeader("content-length", Long.toString(given.length()));
        if (head || given.bodiless()) {
            response.end();
            return;
        }
        response.sendFile(file.file().toString(), given.first(), given.length())
                .onFailure(_ -> {
                    if (!response.headWritten() && !response.closed()) {
                        // It was driven out meanwhile.
                        response.headers().clear();
                        pass("miss");
                    }
                });
    }
}
