package dev.fairlead.controlplane.api.description;

import dev.fairlead.controlplane.api.idempotency.Idempotency;
import dev.fairlead.controlplane.api.routes.Api;
import dev.fairlead.controlplane.api.routes.Credentials;
import dev.fairlead.controlplane.api.routes.Parameter;
import dev.fairlead.controlplane.api.routes.Route;
import dev.fairlead.controlplane.api.routes.Shape;
import dev.fairlead.controlplane.control.access.Callers;
import dev.fairlead.model.access.Permission.Reach;
import dev.fairlead.model.errors.ErrorCode;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The OpenAPI 3.1 description of a route table (https://spec.openapis.org/oas/v3.1.0).
public final class OpenApi {
    private static final Pattern PATH_PARAMETER = Pattern.compile("\\{([a-zA-Z]+)}");

    /// Any route can fail so.
    private static final Set<ErrorCode> EVERYWHERE =
            Set.of(
                    ErrorCode.INVALID_REQUEST,
                    ErrorCode.CSRF_REFUSED,
                    ErrorCode.RATE_LIMITED,
                    ErrorCode.AT_CAPACITY,
                    ErrorCode.DATABASE_UNAVAILABLE);

    /// A route that is not for everybody can fail so, too.
    private static final Set<ErrorCode> KNOWN =
            Set.of(ErrorCode.UNAUTHENTICATED, ErrorCode.FORBIDDEN);

    /// And one that is about an organization.
    private static final Set<ErrorCode> WITHIN =
            Set.of(ErrorCode.ORGANIZATION_NEEDED, ErrorCode.ORGANIZATION_NOT_FOUND);

    /// A route that takes an idempotency key can fail so, too.
    private static final Set<ErrorCode> REPEATED =
            Set.of(ErrorCode.IDEMPOTENCY_KEY_REUSED, ErrorCode.IDEMPOTENCY_IN_PROGRESS);

    private final Schemas schemas = new Schemas();
    private final Map<String, Object> problems = new TreeMap<>();
    private final List<Route> routes;

    public OpenApi(List<Route> routes) {
        this.routes = List.copyOf(routes);
    }

    /// The document as plain maps and lists, in a stable order.
    public Map<String, Object> document() {
        var document = new LinkedHashMap<String, Object>();
        document.put("openapi", "3.1.0");
        document.put("info", info());
        document.put("servers", List.of(Map.of("url", Api.ROOT)));
        document.put(
                "security", List.of(Map.of("bearer", List.of()), Map.of("session", List.of())));
        document.put("paths", paths());
        var components = new LinkedHashMap<String, Object>();
        components.put("schemas", schemas.all());
        components.put("responses", problems);
        components.put("parameters", Map.of("organization", organization()));
        var schemes = new LinkedHashMap<String, Object>();
        schemes.put("bearer", bearer());
        schemes.put("session", session());
        components.put("securitySchemes", schemes);
        document.put("components", components);
        return document;
    }

    /// `Map.of` has another order in every process; a description must not.
    private static Map<String, Object> info() {
        var info = new LinkedHashMap<String, Object>();
        info.put("title", "Fairlead");
        info.put("version", "v1");
        info.put("license", Map.of("name", "Apache-2.0"));
        return info;
    }

    private static Map<String, Object> bearer() {
        var scheme = new LinkedHashMap<String, Object>();
        scheme.put("type", "http");
        scheme.put("scheme", "bearer");
        return scheme;
    }

    private static Map<String, Object> session() {
        var scheme = new LinkedHashMap<String, Object>();
        scheme.put("type", "apiKey");
        scheme.put("in", "cookie");
        scheme.put("name", Credentials.COOKIE);
        scheme.put(
                "description",
                "Of a browser that signed in. What changes something needs `csrfToken` of"
                        + " GET /session in the header `x-csrf-token`, too.");
        return scheme;
    }

    private Map<String, Object> paths() {
        var paths = new LinkedHashMap<String, Map<String, Object>>();
        for (Route route : routes) {
            paths.computeIfAbsent(route.path(), _ -> new LinkedHashMap<>())
                    .put(route.method().toLowerCase(Locale.ROOT), operation(route));
        }
        return new LinkedHashMap<>(paths);
    }

    private Map<String, Object> operation(Route route) {
        var operation = new LinkedHashMap<String, Object>();
        operation.put("operationId", route.operation());
        operation.put("summary", route.summary());
        operation.put("x-permission", route.permission().word());
        if (route.permission().reach() == Reach.ANYBODY) {
            operation.put("security", List.of());
        }
        List<Object> parameters = parameters(route);
        if (!parameters.isEmpty()) {
            operation.put("parameters", parameters);
        }
        if (!(route.request() instanceof Shape.Nothing)) {
            var body = new LinkedHashMap<String, Object>();
            body.put("required", true);
            body.put("content", content(route.request()));
            operation.put("requestBody", body);
        }
        operation.put("responses", responses(route));
        return operation;
    }

    private static List<Object> parameters(Route route) {
        var all = new ArrayList<Object>();
        var names = PATH_PARAMETER.matcher(route.path());
        while (names.find()) {
            var one = new LinkedHashMap<String, Object>();
            one.put("name", names.group(1));
            one.put("in", "path");
            one.put("required", true);
            one.put("schema", Map.of("type", "string"));
            all.add(one);
        }
        if (within(route.permission().reach())) {
            all.add(Map.of("$ref", "#/components/parameters/organization"));
        }
        for (Parameter parameter : route.parameters()) {
            var one = new LinkedHashMap<String, Object>();
            one.put("name", parameter.name());
            one.put("in", "query");
            one.put("description", parameter.description());
            one.put("schema", schema(parameter.kind()));
            all.add(one);
        }
        if (route.repeatable()) {
            all.add(idempotencyKey());
        }
        return all;
    }

    private static Map<String, Object> organization() {
        var one = new LinkedHashMap<String, Object>();
        one.put("name", Callers.ORGANIZATION_HEADER);
        one.put("in", "header");
        one.put(
                "description",
                "The id or the name of the organization that this is about; not needed by who"
                        + " belongs to one.");
        one.put("schema", Map.of("type", "string"));
        return one;
    }

    private static Map<String, Object> idempotencyKey() {
        var schema = new LinkedHashMap<String, Object>();
        schema.put("type", "string");
        schema.put("minLength", 1);
        schema.put("maxLength", 255);
        var one = new LinkedHashMap<String, Object>();
        one.put("name", Idempotency.HEADER);
        one.put("in", "header");
        one.put(
                "description",
                "A name of your own for this request, printable ASCII. Sent again within 24 hours"
                        + " it is not done again: the first answer comes back with"
                        + " `Idempotency-Replayed: true`. Answers of 5xx, and those larger than"
                        + " 64 KiB, are not kept.");
        one.put("schema", schema);
        return one;
    }

    private static Map<String, Object> schema(Parameter.Kind kind) {
        return switch (kind) {
            case STRING -> Map.of("type", "string");
            case INTEGER -> Map.of("type", "integer");
            case BOOLEAN -> Map.of("type", "boolean");
            case INSTANT -> Schemas.instant();
        };
    }

    private Map<String, Object> responses(Route route) {
        var responses = new LinkedHashMap<String, Object>();
        var good = new LinkedHashMap<String, Object>();
        good.put("description", "Done.");
        if (!(route.response() instanceof Shape.Nothing)) {
            good.put("content", content(route.response()));
        }
        responses.put(Integer.toString(route.status()), good);
        var byStatus = new TreeMap<Integer, Set<String>>();
        var codes = new TreeSet<>(EVERYWHERE);
        Reach reach = route.permission().reach();
        if (reach != Reach.ANYBODY) {
            codes.addAll(KNOWN);
        }
        if (within(reach)) {
            codes.addAll(WITHIN);
        }
        codes.addAll(route.errors());
        if (route.repeatable()) {
            codes.addAll(REPEATED);
        }
        codes.forEach(
                c -> byStatus.computeIfAbsent(c.status(), _ -> new TreeSet<>()).add(c.code()));
        byStatus.forEach((status, words) -> responses.put(status.toString(), problem(words)));
        return responses;
    }

    private static boolean within(Reach reach) {
        return reach == Reach.ORGANIZATION || reach == Reach.PROJECT;
    }

    /// Many routes fail alike: what they answer then is described once.
    private Map<String, Object> problem(Set<String> codes) {
        String name = String.join(".", codes);
        problems.computeIfAbsent(name, _ -> described(codes));
        return Map.of("$ref", "#/components/responses/" + name);
    }

    private static Map<String, Object> described(Set<String> codes) {
        var response = new LinkedHashMap<String, Object>();
        response.put("description", codes.stream().collect(Collectors.joining(", ")));
        response.put(
                "content",
                Map.of("application/problem+json", Map.of("schema", Schemas.reference("Problem"))));
        return response;
    }

    private Map<String, Object> content(Shape shape) {
        return switch (shape) {
            case Shape.Nothing _ -> Map.of();
            case Shape.Json json -> media("application/json", schemas.of(json.type()));
            case Shape.Page page -> media("application/json", schemas.page(page.item()));
            case Shape.AnyObject _ -> media("application/json", Map.of("type", "object"));
            case Shape.Scim _ -> media("application/scim+json", Map.of("type", "object"));
            case Shape.Events events -> media("text/event-stream", schemas.of(events.item()));
            case Shape.Bytes bytes -> {
                var all = new LinkedHashMap<String, Object>();
                bytes.mediaTypes().forEach(type -> all.put(type, Map.of()));
                yield all;
            }
        };
    }

    private static Map<String, Object> media(String type, Map<String, Object> schema) {
        return Map.of(type, Map.of("schema", schema));
    }
}
