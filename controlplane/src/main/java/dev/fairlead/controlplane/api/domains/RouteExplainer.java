package dev.fairlead.controlplane.api.domains;

import dev.fairlead.controlplane.api.routes.ApiRequest;
import dev.fairlead.controlplane.control.domains.Routes;
import dev.fairlead.controlplane.control.domains.Routes.Explained;
import dev.fairlead.dataplane.rules.Asked;
import dev.fairlead.dataplane.rules.Described;
import dev.fairlead.dataplane.rules.HostRoute;
import dev.fairlead.dataplane.rules.Lead;
import dev.fairlead.dataplane.rules.RouteAction;
import dev.fairlead.dataplane.rules.Template;
import dev.fairlead.dataplane.wire.RequestTarget;
import dev.fairlead.model.domains.DomainName;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ProjectId;
import dev.fairlead.model.wire.ExplainRouteRequest;
import dev.fairlead.model.wire.RouteExplanationResponse;
import dev.fairlead.model.wire.TriedRouteJson;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Says what would become of a request that nobody sends.
final class RouteExplainer {
    private final Routes routes;

    RouteExplainer(Routes routes) {
        this.routes = routes;
    }

    RouteExplanationResponse explain(
            OrganizationId tenant, ProjectId project, ExplainRouteRequest body) {
        URI url = url(body.url());
        DomainName host =
                ApiRequest.field("/url", String.valueOf(url.getHost()), DomainName::parse);
        String raw =
                url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        RequestTarget target =
                RequestTarget.of(raw, "")
                        .orElseThrow(() ->
                                Rejected.field(
                                        "/url",
                                        "servers read this path in two ways: it is answered with"
                                                + " 400 whatever the routes are"));
        var headers = new HashMap<String, String>();
        if (body.headers() != null) {
            body.headers().forEach((name, v) -> headers.put(name.toLowerCase(Locale.ROOT), v));
        }
        var asked =
                new Asked(
                        body.method() == null ? "GET" : body.method().toUpperCase(Locale.ROOT),
                        target.path(),
                        new Described(headers, parameters(url.getRawQuery())));
        return wire(routes.explain(tenant, project, host, asked), target.path());
    }

    private static URI url(@Nullable String text) {
        if (text == null) {
            throw Rejected.field("/url", "is needed");
        }
        try {
            var url = new URI(text);
            if (url.getHost() != null) {
                return url;
            }
        } catch (URISyntaxException e) {
            // refused below, like one without a host
        }
        throw Rejected.field("/url", "use an address such as https://shop.example.org/api");
    }

    private static Map<String, String> parameters(@Nullable String query) {
        var parameters = new HashMap<String, String>();
        for (String one : query == null ? new String[0] : query.split("&", -1)) {
            int equals = one.indexOf('=');
            String name = equals < 0 ? one : one.substring(0, equals);
            try {
                parameters.putIfAbsent(
                        URLDecoder.decode(name, StandardCharsets.UTF_8),
                        equals < 0
                                ? ""
                                : URLDecoder.decode(
                                        one.substring(equals + 1), StandardCharsets.UTF_8));
            } catch (IllegalArgumentException e) {
                throw Rejected.field("/url", "its query has a broken escape");
            }
        }
        return parameters;
    }

    private static RouteExplanationResponse wire(Explained explained, String path) {
        Outcome outcome = outcome(explained, path);
        return new RouteExplanationResponse(
                outcome.says(),
                explained.domain().map(one -> one.name().text()).orElse(null),
                explained.route().map(HostRoute::id).orElse(null),
                outcome.lead().map(one -> one.service().toString()).orElse(null),
                outcome.lead().map(one -> one.environment().text()).orElse(null),
                outcome.lead().map(one -> one.alias().text()).orElse(null),
                outcome.path().orElse(null),
                outcome.location().orElse(null),
                explained.route().map(one -> RouteWriter.words(one.steps())).orElse(List.of()),
                explained.tried().stream()
                        .map(one ->
                                new TriedRouteJson(
                                        one.route().id(),
                                        one.route().path().toString(),
                                        one.decides(),
                                        one.why()))
                        .toList());
    }

    private record Outcome(
            String says, Optional<Lead> lead, Optional<String> path, Optional<String> location) {
        static Outcome of(String says) {
            return new Outcome(says, Optional.empty(), Optional.empty(), Optional.empty());
        }

        static Outcome of(String says, Lead lead, String path) {
            return new Outcome(says, Optional.of(lead), Optional.of(path), Optional.empty());
        }
    }

    private static Outcome outcome(Explained explained, String path) {
        if (explained.domain().isEmpty()) {
            return Outcome.of("the project has no such domain, and routes belong to domains");
        }
        if (explained.route().isEmpty()) {
            return explained
                    .lead()
                    .map(lead ->
                            Outcome.of("no route fits; the domain's service answers", lead, path))
                    .orElseGet(
                            () -> Outcome.of("404: no route fits, and the domain leads nowhere"));
        }
        HostRoute route = explained.route().get();
        return switch (route.action()) {
            case RouteAction.Serve(Lead lead, Optional<Template> rewrite) ->
                    Outcome.of(
                            "a service answers",
                            lead,
                            rewrite.map(one -> one.of(route.path().match(path))).orElse(path));
            case RouteAction.Redirect(int status, Template to) ->
                    new Outcome(
                            status + ": the client is sent elsewhere",
                            Optional.empty(),
                            Optional.empty(),
                            Optional.of(to.of(route.path().match(path))));
            case RouteAction.Respond(int status, String type, _) ->
                    Outcome.of(status + ": the route answers by itself, " + type);
        };
    }
}
