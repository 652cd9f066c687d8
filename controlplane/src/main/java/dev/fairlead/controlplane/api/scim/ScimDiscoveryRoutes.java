package dev.fairlead.controlplane.api.scim;

import dev.fairlead.controlplane.api.routes.Answer;
import dev.fairlead.controlplane.api.routes.ApiRequest;
import dev.fairlead.controlplane.api.routes.Route;
import dev.fairlead.controlplane.api.routes.Shape;
import dev.fairlead.controlplane.store.directory.Found;
import dev.fairlead.model.access.Permission;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What this side of SCIM can do (RFC 7643, 5 to 7), for directories that ask.
public final class ScimDiscoveryRoutes {
    private final String url;

    /// `url` is where people reach the installation.
    public ScimDiscoveryRoutes(String url) {
        this.url = url + ScimJson.PATH;
    }

    public List<Route> routes() {
        return List.of(
                route("/scim/v2/ServiceProviderConfig")
                        .named("scimConfig", "SCIM: what is supported.")
                        .by(_ -> Answer.json(config())),
                route("/scim/v2/ResourceTypes")
                        .named("scimResourceTypes", "SCIM: kinds of resources.")
                        .by(_ -> list(types())),
                route("/scim/v2/ResourceTypes/{id}")
                        .named("scimResourceType", "SCIM: a kind of resources.")
                        .fails(ErrorCode.ROUTE_NOT_FOUND)
                        .by(r -> one(r, types())),
                route("/scim/v2/Schemas")
                        .named("scimSchemas", "SCIM: attributes of resources.")
                        .by(_ -> list(schemas())),
                route("/scim/v2/Schemas/{id}")
                        .named("scimSchema", "SCIM: attributes of a kind of resources.")
                        .fails(ErrorCode.ROUTE_NOT_FOUND)
                        .by(r -> one(r, schemas())));
    }

    private static Route.Builder route(String path) {
        return Route.get(path).needs(Permission.DIRECTORY_WRITE).gives(200, Shape.SCIM);
    }

    private static Answer list(List<Map<String, Object>> all) {
        return Answer.json(ScimJson.list(new Found<>(all, all.size()), 1));
    }

    private static Answer one(ApiRequest request, List<Map<String, Object>> all) {
        String id = request.path("id", text -> text);
        return all.stream()
                .filter(one -> id.equals(one.get("id")))
                .findFirst()
                .map(Answer::json)
                .orElseThrow(() -> new Rejected(ErrorCode.ROUTE_NOT_FOUND, "there is no " + id));
    }

    private Map<String, Object> config() {
        var json = new LinkedHashMap<String, Object>();
        json.put("schemas", List.of("urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"));
        json.put("patch", Map.of("supported", true));
        json.put("bulk", Map.of("supported", false, "maxOperations", 0, "maxPayloadSize", 0));
        json.put("filter", Map.of("supported", true, "maxResults", Lists.MOST));
        json.put("changePassword", Map.of("supported", false));
        json.put("sort", Map.of("supported", true));
        json.put("etag", Map.of("supported", false));
        json.put(
                "authenticationSchemes",
                List.of(
                        Map.of(
                                "type", "oauthbearertoken",
                                "name", "Key of an organization",
                                "description", "Authorization: Bearer, a key with directory:write",
                                "primary", true)));
        json.put(
                "meta",
                Map.of(
                        "resourceType",
                        "ServiceProviderConfig",
                        "location",
                        url + "/ServiceProviderConfig"));
        return json;
    }

    private List<Map<String, Object>> types() {
        return List.of(
                type("User", "/Users", ScimJson.USER), type("Group", "/Groups", ScimJson.GROUP));
    }

    private Map<String, Object> type(String name, String endpoint, String schema) {
        var json = new LinkedHashMap<String, Object>();
        json.put("schemas", List.of("urn:ietf:params:scim:schemas:core:2.0:ResourceType"));
        json.put("id", name);
        json.put("name", name);
        json.put("endpoint", endpoint);
        json.put("schema", schema);
        json.put(
                "meta",
                Map.of("resourceType", "ResourceType", "location", url + "/ResourceTypes/" + name));
        return json;
    }

    private List<Map<String, Object>> schemas() {
        return List.of(
                schema(
                        ScimJson.USER,
                        "User",
                        List.of(
                                attribute("userName", "string", "readWrite", true, "server"),
                                attribute("displayName", "string", "readWrite", false, "none"),
                                nested("name", false, "readWrite", "formatted"),
                                nested("emails", true, "readWrite", "value", "type", "primary"),
                                attribute("active", "boolean", "readWrite", false, "none"),
                                nested("groups", true, "readOnly", "value", "$ref", "display"))),
                schema(
                        ScimJson.GROUP,
                        "Group",
                        List.of(
                                attribute("displayName", "string", "readWrite", true, "server"),
                                nested("members", true, "readWrite", "value", "$ref", "display"))));
    }

    private Map<String, Object> schema(
            String id, String name, List<Map<String, Object>> attributes) {
        var json = new LinkedHashMap<String, Object>();
        json.put("schemas", List.of("urn:ietf:params:scim:schemas:core:2.0:Schema"));
        json.put("id", id);
        json.put("name", name);
        json.put("attributes", attributes);
        json.put("meta", Map.of("resourceType", "Schema", "location", url + "/Schemas/" + id));
        return json;
    }

    private static Map<String, Object> attribute(
            String name, String type, String mutability, boolean required, String uniqueness) {
        var json = new LinkedHashMap<String, Object>();
        json.put("name", name);
        json.put("type", type);
        json.put("multiValued", false);
        json.put("required", required);
        json.put("caseExact", false);
        json.put("mutability", mutability);
        json.put("returned", "default");
        json.put("uniqueness", uniqueness);
        return json;
    }

    private static Map<String, Object> nested(
            String name, boolean multiValued, String mutability, String... parts) {
        Map<String, Object> json = attribute(name, "complex", mutability, false, "none");
        json.put("multiValued", multiValued);
        json.put(
                "subAttributes",
                List.of(parts).stream()
                        .map(part ->
                                attribute(
                                        part,
                                        part.equals("primary") ? "boolean" : "string",
                                        mutability,
                                        false,
                                        "none"))
                        .toList());
        return json;
    }
}
