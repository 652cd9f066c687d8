package dev.fairlead.controlplane.api.routes;

import dev.fairlead.controlplane.api.idempotency.Idempotency;
import dev.fairlead.controlplane.control.access.Caller;
import dev.fairlead.controlplane.store.DatabaseUnavailable;
import dev.fairlead.controlplane.store.access.AccessChanges;
import dev.fairlead.dataplane.calls.EdgeLimits;
import dev.fairlead.dataplane.http.BlockingExchange;
import dev.fairlead.dataplane.http.BlockingHandler;
import dev.fairlead.dataplane.http.HeadersExchange;
import dev.fairlead.dataplane.http.Problem;
import dev.fairlead.dataplane.runtime.Header;
import dev.fairlead.model.access.Permission.Reach;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.InvalidValue;
import dev.fairlead.model.errors.Rejected;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Serves the route table: finds the route, the caller and their permission, and turns what a
/// handler throws into problem+json. The only place that authorizes.
public final class Api implements BlockingHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Api.class);
    public static final String ROOT = "/api/v1";
    private static final long MOST_JSON_BYTES = 8L << 20;
    private static final Header JSON = new Header("content-type", "application/json");

    private final List<Bound> routes;
    private final Authorizer authorizer;
    private final Actors actors;
    private final AccessChanges changes;
    private final Idempotency idempotency;
    private final ApiJson json;

    public Api(
            List<Route> routes,
            Authorizer authorizer,
            Actors actors,
            AccessChanges changes,
            Idempotency idempotency,
            ApiJson json) {
        this.actors = actors;
        this.changes = changes;
        this.idempotency = idempotency;
        this.routes =
                routes.stream().map(r -> new Bound(r, new PathTemplate(ROOT + r.path()))).toList();
        this.authorizer = authorizer;
        this.json = json;
    }

    private record Bound(Route route, PathTemplate template) {}

    private record Match(Route route, Map<String, String> path) {}

    @Override
    public void handle(BlockingExchange exchange) throws Exception {
        answered(exchange, this::serve);
    }

    /// What a caller did wrong, and a database that is away, are answers, too.
    private static void answered(BlockingExchange exchange, Idempotency.Work work)
            throws Exception {
        try {
            work.answer(exchange);
        } catch (Rejected e) {
            problem(
                    exchange,
                    new Problem(e.code(), e.detail(), id(exchange), e.errors()),
                    e.retryAfter());
        } catch (InvalidValue e) {
            String detail = e.what() + ": " + e.rule();
            problem(exchange, new Problem(ErrorCode.INVALID_REQUEST, detail, id(exchange)));
        } catch (DatabaseUnavailable e) {
            LOG.warn("database away requestId={}", exchange.id(), e);
            String detail = "live functions go on answering; try again when the database is back";
            problem(exchange, new Problem(ErrorCode.DATABASE_UNAVAILABLE, detail, id(exchange)));
        }
    }

    private static String id(BlockingExchange exchange) {
        return exchange.id().toString();
    }

    private void serve(BlockingExchange exchange) throws Exception {
        Match match = find(exchange);
        Caller caller = caller(exchange, match.route());
        EdgeLimits.Verdict counted = authorizer.count(caller);
        answered(
                new HeadersExchange(exchange, counted.headers()),
                told -> admit(told, match, caller, counted));
    }

    private Caller caller(BlockingExchange exchange, Route route) {
        try {
            return authorizer.caller(exchange, route);
        } catch (Rejected e) {
            actors.refused(Caller.ANYBODY, route.operation(), exchange, e.code());
            throw e;
        }
    }

    private void admit(
            BlockingExchange exchange, Match match, Caller caller, EdgeLimits.Verdict counted)
            throws Exception {
        try {
            authorizer.allow(counted);
            authorizer.check(caller, match.route(), exchange);
        } catch (Rejected e) {
            actors.refused(caller, match.route().operation(), exchange, e.code());
            throw e;
        }
        actors.acting(caller, match.route(), exchange)
                .call(() -> {
                    once(exchange, match, caller);
                    return caller;
                });
    }

    private void once(BlockingExchange exchange, Match match, Caller caller) throws Exception {
        Optional<String> key =
                exchange.header(Idempotency.HEADER).filter(_ -> match.route().repeatable());
        if (key.isEmpty()) {
            run(exchange, match, caller);
            return;
        }
        idempotency.once(
                new Idempotency.Owner(caller.organization(), caller.id()),
                key.get(),
                exchange,
                held -> answered(held, e -> run(e, match, caller)));
    }

    private void run(BlockingExchange exchange, Match match, Caller caller) throws Exception {
        Route route = match.route();
        var request =
                new ApiRequest(
                        new Guarded(exchange, () -> authorizer.still(exchange, route)),
                        caller,
                        match.path(),
                        query(route, exchange.query()),
                        json,
                        MOST_JSON_BYTES);
        Answer answer;
        try {
            answer = route.handler().handle(request);
        } catch (Rejected e) {
            actors.refused(caller, route.operation(), exchange, e.code());
            throw e;
        }
        if (!route.method().equals("GET") && route.permission().reach() != Reach.PROJECT) {
            // Somebody's rights may be others now: here at once, elsewhere within a second.
            changes.changed();
        }
        answer(exchange, route, answer);
    }

    private void answer(BlockingExchange exchange, Route route, Answer answer) {
        switch (answer) {
            case Answer.Json body -> {
                var headers = new ArrayList<>(body.headers());
                headers.add(JSON);
                headers.add(new Header("cache-control", "no-store"));
                int status = body.status() == 0 ? route.status() : body.status();
                exchange.answer(status, headers, json.write(body.body()));
            }
            case Answer.Nothing(List<Header> headers) ->
                    exchange.answer(route.status(), headers, new byte[0]);
            case Answer.Taken _ -> {}
        }
    }

    private Match find(BlockingExchange exchange) {
        List<String> path = segments(exchange.path());
        var allowed = new ArrayList<String>();
        for (Bound bound : routes) {
            Optional<Map<String, String>> values = bound.template().match(path);
            if (values.isPresent()) {
                if (bound.route().method().equals(exchange.method())) {
                    return new Match(bound.route(), values.get());
                }
                allowed.add(bound.route().method());
            }
        }
        authorizer.known(exchange);
        if (allowed.isEmpty()) {
            throw new Rejected(
                    ErrorCode.ROUTE_NOT_FOUND, "no such route; see openapi/fairlead.yaml");
        }
        throw new Rejected(
                ErrorCode.METHOD_NOT_ALLOWED,
                allowed.stream().sorted().collect(Collectors.joining(", ", "allowed here: ", "")));
    }

    private static List<String> segments(String path) {
        return List.of(path.substring(1).split("/", -1)).stream().map(Api::decode).toList();
    }

    private static Map<String, String> query(Route route, String raw) {
        var values = new HashMap<String, String>();
        if (raw.isEmpty() || route.reached()) {
            return values;
        }
        for (String pair : raw.split("&", -1)) {
            int cut = pair.indexOf('=');
            String name = decode(cut < 0 ? pair : pair.substring(0, cut));
            if (route.parameters().stream().noneMatch(p -> p.name().equals(name))) {
                throw ApiRequest.parameter(name, "is not known here; take it out");
            }
            if (values.put(name, cut < 0 ? "" : decode(pair.substring(cut + 1))) != null) {
                throw ApiRequest.parameter(name, "is given twice");
            }
        }
        return values;
    }

    private static String decode(String text) {
        try {
            String decoded = URLDecoder.decode(text, StandardCharsets.UTF_8);
            if (decoded.indexOf('\0') < 0) {
                return decoded;
            }
        } catch (IllegalArgumentException e) {
            // refused below, like NUL, which PostgreSQL's text cannot hold
        }
        throw new Rejected(
                ErrorCode.INVALID_REQUEST,
                "the URL has a '%' that two hex digits do not follow, or an encoded NUL");
    }

    private static void problem(BlockingExchange exchange, Problem problem) {
        problem(exchange, problem, Optional.empty());
    }

    private static void problem(
            BlockingExchange exchange, Problem problem, Optional<Duration> retryAfter) {
        var headers = new ArrayList<Header>();
        headers.add(new Header("content-type", Problem.JSON_TYPE));
        headers.add(new Header("cache-control", "no-store"));
        if (problem.code() == ErrorCode.UNAUTHENTICATED) {
            headers.add(new Header("www-authenticate", "Bearer"));
        }
        boolean again = problem.code() == ErrorCode.IDEMPOTENCY_IN_PROGRESS;
        if (problem.code().status() == 503 || again || retryAfter.isPresent()) {
            long seconds = retryAfter.map(Duration::toSeconds).orElse(2L);
            headers.add(new Header("retry-after", Long.toString(seconds)));
        }
        exchange.answer(problem.code().status(), headers, problem.json());
    }
}
