package dev.fairlead.dataplane.gateway;

import dev.fairlead.dataplane.addresses.Address;
import dev.fairlead.dataplane.addresses.Site;
import dev.fairlead.dataplane.addresses.WellKnown;
import dev.fairlead.dataplane.answers.AnswerSteps;
import dev.fairlead.dataplane.calls.EdgeLimits;
import dev.fairlead.dataplane.hosts.HostedDomain;
import dev.fairlead.dataplane.router.LiveService;
import dev.fairlead.dataplane.router.RoutedService;
import dev.fairlead.dataplane.rules.Asked;
import dev.fairlead.dataplane.rules.Cors;
import dev.fairlead.dataplane.rules.HostRoute;
import dev.fairlead.dataplane.rules.Lead;
import dev.fairlead.dataplane.rules.RouteAction;
import dev.fairlead.dataplane.rules.Steps;
import dev.fairlead.dataplane.rules.Template;
import dev.fairlead.dataplane.runtime.Header;
import dev.fairlead.dataplane.wire.RequestTarget;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.functions.Access;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Requests of proven domains: the route that decides, its steps, and what becomes of them. At a
/// domain every path is its own, `/healthz` and `/fn` too.
final class Passage {
    private static final int PERMANENT_REDIRECT = 308;

    private final Gateway gateway;
    private final Admittance admittance;

    Passage(Gateway gateway, Admittance admittance) {
        this.gateway = gateway;
        this.admittance = admittance;
    }

    void enter(Arrival arrival, Site.Hosted site) {
        HttpServerRequest request = arrival.request();
        String path = arrival.target().path();
        if (WellKnown.answer(request, site.host(), path, gateway.hosts())) {
            return;
        }
        if (gateway.draining()) {
            admittance.refuse(arrival, ErrorCode.DRAINING, "the server is stopping; try again");
            return;
        }
        EdgeLimits.Verdict verdict = gateway.invocations().limits().arrive(arrival.client());
        if (verdict.refused().isPresent()) {
            admittance.limited(arrival, verdict);
            return;
        }
        HostedDomain domain = site.domain();
        if (arrival.client().secure()) {
            domain.hsts()
                    .ifPresent(value ->
                            request.response().putHeader("strict-transport-security", value));
        } else if (domain.redirectToHttps()) {
            redirectToHttps(arrival, site.host());
            return;
        }
        Optional<HostRoute> route =
                domain.routes().find(new Asked(request.method().name(), path, arrival));
        if (route.isPresent()) {
            take(arrival, route.get());
        } else if (domain.lead().isPresent()) {
            Lead lead = domain.lead().get();
            lead(arrival, lead, gateway.invocations().router().find(lead.service()), path);
        } else {
            admittance.refuse(
                    arrival,
                    ErrorCode.NO_ROUTE,
                    "no route of this domain fits, and it leads nowhere else");
        }
    }

    private void redirectToHttps(Arrival arrival, String host) {
        RequestTarget target = arrival.target();
        String location =
                "https://" + host + gateway.hosting().portSuffix() + target.path() + query(arrival);
        redirect(arrival, PERMANENT_REDIRECT, location);
    }

    private static String query(Arrival arrival) {
        String query = arrival.target().query();
        return query.isEmpty() ? "" : "?" + query;
    }

    private void redirect(Arrival arrival, int status, String location) {
        admittance.answer(arrival, status, List.of(new Header("location", location)), new byte[0]);
    }

    private void lead(Arrival arrival, Lead lead, Optional<LiveService> service, String path) {
        if (service.isEmpty()) {
            admittance.refuse(arrival, ErrorCode.NO_ROUTE, "nothing answers here yet");
            return;
        }
        RoutedService entry = service.get().entry();
        var address = new Address(entry.project().text(), entry.name().text(), lead.label(), path);
        admittance.call(arrival, address, service);
    }

    private void take(Arrival plain, HostRoute route) {
        Steps steps = route.steps();
        Arrival arrival = plain.by(AnswerSteps.of(steps, plain.request().headers()));
        if (!steps.networks().admit(arrival.client().address())) {
            admittance.refuse(
                    arrival, ErrorCode.FORBIDDEN, "requests from your address are not taken here");
        } else if (preflight(arrival, steps)) {
            admittance.answer(arrival, 204, preflightFields(arrival, steps), new byte[0]);
        } else if (steps.users().isEmpty()) {
            act(arrival, route, served(route));
        } else {
            admittance.askPassword(arrival, steps.users(), _ -> entered(arrival, route));
        }
    }

    private static boolean preflight(Arrival arrival, Steps steps) {
        HttpServerRequest request = arrival.request();
        return steps.cors().isPresent()
                && request.method().equals(HttpMethod.OPTIONS)
                && request.getHeader("origin") != null
                && request.getHeader("access-control-request-method") != null;
    }

    private static List<Header> preflightFields(Arrival arrival, Steps steps) {
        MultiMap asked = arrival.request().headers();
        MultiMap fields = MultiMap.caseInsensitiveMultiMap();
        Cors cors = steps.cors().orElseThrow();
        String origin = asked.get("origin");
        if (origin != null && cors.allows(origin)) {
            cors.preflight(asked, fields);
        }
        return fields.entries().stream().map(e -> new Header(e.getKey(), e.getValue())).toList();
    }

    private Optional<LiveService> served(HostRoute route) {
        return route.action() instanceof RouteAction.Serve(Lead to, _)
                ? gateway.invocations().router().find(to.service())
                : Optional.empty();
    }

    /// The password was for us, and is not the service's to see; unless that asks for one, too.
    private void entered(Arrival arrival, HostRoute route) {
        Optional<LiveService> service = served(route);
        boolean again =
                service.map(one -> one.entry().settings().access())
                        .filter(Access.PASSWORD::equals)
                        .isPresent();
        if (!again) {
            arrival.request().headers().remove("authorization");
        }
        act(arrival, route, service);
    }

    private void act(Arrival arrival, HostRoute route, Optional<LiveService> service) {
        route.steps().request().apply(arrival.request().headers());
        String path = arrival.target().path();
        switch (route.action()) {
            case RouteAction.Serve(Lead to, Optional<Template> rewrite) ->
                    lead(
                            arrival,
                            to,
                            service,
                            rewrite.map(one -> one.of(route.path().match(path))).orElse(path));
            case RouteAction.Redirect(int status, Template to) -> {
                String location = to.of(route.path().match(path));
                boolean own = location.indexOf('?') >= 0;
                redirect(arrival, status, own ? location : location + query(arrival));
            }
            case RouteAction.Respond(int status, String type, String body) ->
                    admittance.answer(
                            arrival,
                            status,
                            List.of(new Header("content-type", type)),
                            body.getBytes(StandardCharsets.UTF_8));
        }
    }
}
