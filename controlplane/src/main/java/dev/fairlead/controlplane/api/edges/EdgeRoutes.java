package dev.fairlead.controlplane.api.edges;

import dev.fairlead.controlplane.api.routes.Answer;
import dev.fairlead.controlplane.api.routes.ApiJson;
import dev.fairlead.controlplane.api.routes.ApiRequest;
import dev.fairlead.controlplane.api.routes.Parameter;
import dev.fairlead.controlplane.api.routes.Route;
import dev.fairlead.controlplane.api.routes.Shape;
import dev.fairlead.controlplane.control.edges.CaddyDocument;
import dev.fairlead.controlplane.control.edges.Gateways;
import dev.fairlead.controlplane.control.edges.TraefikDocument;
import dev.fairlead.controlplane.store.domains.EdgeStore;
import dev.fairlead.controlplane.store.domains.EdgeStore.Proven;
import dev.fairlead.dataplane.http.BlockingExchange;
import dev.fairlead.dataplane.runtime.Header;
import dev.fairlead.model.access.Permission;
import dev.fairlead.model.domains.DomainName;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.InvalidValue;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.functions.ContentHash;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Configuration of the web servers that somebody keeps before us, in their own form.
public final class EdgeRoutes {
    private static final int MOST_NAMES = 50_000;
    private static final int MOST_PORT = 65_535;
    private static final int HTTP = 80;
    private static final int HTTPS = 443;
    private static final Parameter SERVERS =
            Parameter.string(
                    "servers",
                    "where it finds our gateways, such as http://10.0.0.5:8080, with commas"
                            + " between them; this server's own address if left out");

    private final EdgeStore store;
    private final Set<String> own;
    private final String url;
    private final ApiJson json;

    /// `own` are names of the installation itself, `url` is where this server is.
    public EdgeRoutes(EdgeStore store, Set<String> own, String url, ApiJson json) {
        this.store = store;
        this.own = Set.copyOf(own);
        this.url = url;
        this.json = json;
    }

    public List<Route> routes() {
        return List.of(
                traefik(Route.get("/edges/traefik"))
                        .named(
                                "getTraefikEdge",
                                "The organization's proven domains as Traefik's HTTP provider"
                                        + " reads them, with an `ETag`.")
                        .needs(Permission.DOMAINS_READ)
                        .by(r -> traefik(r, store.of(r.caller().organization(), MOST_NAMES))),
                traefik(Route.get("/installation/edges/traefik"))
                        .named(
                                "getTraefikEdgeOfInstallation",
                                "The same of all organizations, and the installation's own name.")
                        .needs(Permission.INSTALLATION_MANAGE)
                        .by(r -> traefik(r, everything())),
                Route.get("/edges/caddy")
                        .named(
                                "getCaddyEdge",
                                "What Caddy is started with: one route for every name, and"
                                        + " certificates on demand for proven ones.")
                        .needs(Permission.DOMAINS_READ)
                        .with(
                                SERVERS,
                                Parameter.string(
                                        "issuer",
                                        "acme (if left out), or internal: Caddy's own authority"),
                                Parameter.string(
                                        "contact", "the address that the authority may write to"),
                                Parameter.integer("httpPort", "80 if left out"),
                                Parameter.integer("httpsPort", "443 if left out"))
                        .gives(200, Shape.ANY_OBJECT)
                        .by(this::caddy));
    }

    private static Route.Builder traefik(Route.Builder route) {
        return route.with(
                        SERVERS,
                        Parameter.string(
                                "resolver", "Traefik's certificate resolver; none if left out"),
                        Parameter.string(
                                "entryPoint", "Traefik's for https; websecure if left out"),
                        Parameter.string("plainEntryPoint", "Traefik's for http; web if left out"))
                .gives(200, Shape.ANY_OBJECT);
    }

    private List<Proven> everything() {
        var names = new ArrayList<>(store.all(MOST_NAMES));
        for (String one : own) {
            named(one).ifPresent(name -> names.add(new Proven(name, false)));
        }
        names.sort(Comparator.comparing(one -> one.name().text()));
        return names;
    }

    /// An address is none that a certificate is for.
    private static Optional<DomainName> named(String host) {
        try {
            return Optional.of(DomainName.parse(host));
        } catch (InvalidValue e) {
            return Optional.empty();
        }
    }

    private Gateways gateways(ApiRequest request) {
        return read(request, "servers", Gateways::parse).orElseGet(() -> Gateways.parse(url));
    }

    private static <T> Optional<T> read(
            ApiRequest request, String parameter, Function<String, T> parse) {
        return request.query(parameter).map(text -> ApiRequest.field("?" + parameter, text, parse));
    }

    private Answer traefik(ApiRequest request, List<Proven> names) {
        TraefikDocument.Ways ways;
        try {
            ways =
                    new TraefikDocument.Ways(
                            request.query("entryPoint").orElse("websecure"),
                            request.query("plainEntryPoint").orElse("web"),
                            request.query("resolver").filter(one -> !one.isEmpty()));
        } catch (InvalidValue e) {
            throw new Rejected(ErrorCode.INVALID_REQUEST, e.what() + ": " + e.rule());
        }
        return tagged(request.exchange(), new TraefikDocument(gateways(request), ways).of(names));
    }

    private Answer tagged(BlockingExchange exchange, Map<String, Object> document) {
        byte[] body = json.write(document);
        String tag = '"' + ContentHash.of(body).hex() + '"';
        boolean same =
                exchange.header("if-none-match")
                        .filter(said -> said.equals("*") || said.contains(tag))
                        .isPresent();
        var headers = new ArrayList<Header>();
        headers.add(new Header("etag", tag));
        headers.add(new Header("cache-control", "no-cache"));
        if (!same) {
            headers.add(new Header("content-type", "application/json"));
        }
        exchange.answer(same ? 304 : 200, headers, same ? new byte[0] : body);
        return new Answer.Taken(exchange);
    }

    private Answer caddy(ApiRequest request) {
        boolean internal = read(request, "issuer", EdgeRoutes::internal).orElse(false);
        var ways =
                new CaddyDocument.Ways(
                        request.integer("httpPort", 1, MOST_PORT).orElse(HTTP),
                        request.integer("httpsPort", 1, MOST_PORT).orElse(HTTPS),
                        internal,
                        request.query("contact").filter(one -> !one.isEmpty()));
        return Answer.json(new CaddyDocument(gateways(request), ways).json());
    }

    private static boolean internal(String issuer) {
        return switch (issuer) {
            case "acme" -> false;
            case "internal" -> true;
            default -> throw new InvalidValue("issuer", "use acme or internal");
        };
    }
}
