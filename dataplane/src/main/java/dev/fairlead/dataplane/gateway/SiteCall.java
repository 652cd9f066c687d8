package dev.fairlead.dataplane.gateway;

import dev.fairlead.dataplane.answers.HttpSink;
import dev.fairlead.dataplane.http.Problem;
import dev.fairlead.dataplane.inflight.Ending;
import dev.fairlead.dataplane.inflight.Era;
import dev.fairlead.dataplane.router.LiveService;
import dev.fairlead.dataplane.runtime.Header;
import dev.fairlead.dataplane.sites.LiveSite;
import dev.fairlead.dataplane.sites.SiteEvents;
import dev.fairlead.dataplane.sites.SiteRequest;
import dev.fairlead.dataplane.telemetry.Forwarded;
import dev.fairlead.model.errors.ErrorCode;

import io.vertx.core.MultiMap;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A request to a site: it runs nothing and waits for nobody. Lives on the event loop of its
/// request.
final class SiteCall implements SiteEvents {
    /// What networks in front of us go by.
    private static final List<String> IN_FRONT =
            List.of("cdn-cache-control", "cloudflare-cdn-cache-control", "surrogate-control");

    private final Gateway gateway;
    private final Arrival arrival;
    private final Destination to;
    private final HttpSink sink;
    private final Instant startedAt;
    private final Era era;
    private final long begun = System.nanoTime();

    SiteCall(Gateway gateway, Arrival arrival, Destination to, HttpSink sink) {
        this.gateway = gateway;
        this.arrival = arrival;
        this.to = to;
        this.sink = sink;
        this.startedAt = gateway.invocations().clock().instant();
        this.era = to.target().inFlight().begin();
    }

    void answer(LiveSite site) {
        String whole = arrival.target().path();
        String path = to.address().path();
        boolean below = whole.endsWith(path);
        boolean bare = !below && path.equals("/") && !whole.endsWith("/");
        String mounted = below ? whole.substring(0, whole.length() - path.length()) : "";
        gateway.sites()
                .answer(
                        new SiteRequest(
                                arrival.request(),
                                arrival.context(),
                                site,
                                () -> to.service().before(site),
                                bare ? whole : mounted,
                                bare ? "" : path,
                                arrival.target().query()),
                        this);
    }

    @Override
    public void answering(MultiMap head) {
        if (arrival.caller().isPresent()) {
            forThemAlone(head);
        }
        sink.dress(head, "");
    }

    /// Who was let in may keep it; what is between us may not.
    private static void forThemAlone(MultiMap head) {
        String said = head.get("cache-control");
        Stream<String> rest =
                Stream.of(said == null ? "" : said)
                        .flatMap(all -> Stream.of(all.split(",", -1)))
                        .map(String::strip)
                        .filter(one -> !one.isEmpty() && !one.equalsIgnoreCase("public"));
        head.set(
                "cache-control",
                Stream.concat(Stream.of("private"), rest)
                        .distinct()
                        .collect(Collectors.joining(", ")));
        IN_FRONT.forEach(head::remove);
    }

    @Override
    public void unanswered(ErrorCode code, String detail) {
        if (code == ErrorCode.METHOD_NOT_ALLOWED) {
            sink.alsoMore(List.of(new Header("allow", "GET, HEAD")));
        }
        sink.send(new Problem(code, detail, sink.id().toString()), "", Duration.ZERO);
        ended(code.status(), 0);
    }

    @Override
    public void ended(int status, long bytes) {
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        Ending how = status == 0 ? Ending.CLIENT_GONE : Ending.ANSWERED;
        era.end(how, false);
        if (status != 0) {
            to.target().tally().ifPresent(tally -> tally.ended(status, took.toNanos()));
        }
        LiveService service = to.service();
        gateway.forwardedListener()
                .forwarded(
                        new Forwarded(
                                sink.id(),
                                service.entry().organization(),
                                service.entry().id(),
                                to.target().version(),
                                startedAt,
                                Duration.ZERO,
                                took,
                                took,
                                status,
                                how,
                                false,
                                0,
                                bytes));
    }
}
