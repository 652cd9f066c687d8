package dev.fairlead.controlplane.api.scim;

import dev.fairlead.controlplane.api.routes.ApiJson;
import dev.fairlead.dataplane.http.BlockingExchange;
import dev.fairlead.dataplane.http.OuterExchange;
import dev.fairlead.dataplane.http.Problem;
import dev.fairlead.dataplane.runtime.Header;
import dev.fairlead.model.errors.ErrorCode;

import tools.jackson.databind.JsonNode;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Answers of the API in SCIM's words: its media type, and its form of errors (RFC 7644, 3.12).
public final class ScimExchange extends OuterExchange {
    private static final String TYPE = "application/scim+json";
    private static final Map<String, String> TYPES =
            Map.of(
                    ErrorCode.FILTER_INVALID.code(), "invalidFilter",
                    ErrorCode.PATCH_INVALID.code(), "invalidPath",
                    ErrorCode.MALFORMED_JSON.code(), "invalidSyntax",
                    ErrorCode.NAME_TAKEN.code(), "uniqueness",
                    ErrorCode.ATTRIBUTE_IMMUTABLE.code(), "mutability",
                    ErrorCode.INVALID_REQUEST.code(), "invalidValue");

    private final ApiJson json;

    private ScimExchange(BlockingExchange inner, ApiJson json) {
        super(inner);
        this.json = json;
    }

    /// `exchange`, which speaks SCIM where its path does.
    public static BlockingExchange of(BlockingExchange exchange, ApiJson json) {
        String path = exchange.path();
        return path.equals(ScimJson.PATH) || path.startsWith(ScimJson.PATH + "/")
                ? new ScimExchange(exchange, json)
                : exchange;
    }

    @Override
    public void answer(int status, List<Header> headers, byte[] body) {
        boolean problem =
                headers.stream()
                        .anyMatch(h ->
                                h.name().equals("content-type")
                                        && h.value().equals(Problem.JSON_TYPE));
        List<Header> ours =
                headers.stream()
                        .map(h -> h.name().equals("content-type") ? new Header(h.name(), TYPE) : h)
                        .toList();
        inner().answer(status, ours, problem ? error(status, body) : body);
    }

    private byte[] error(int status, byte[] body) {
        JsonNode problem = json.tree(body);
        var error = new LinkedHashMap<String, Object>();
        error.put("schemas", List.of("urn:ietf:params:scim:api:messages:2.0:Error"));
        error.put("status", Integer.toString(status));
        error.put("code", problem.path("code").asString());
        String type = TYPES.get(problem.path("code").asString());
        if (type != null) {
            error.put("scimType", type);
        }
        String fields =
                problem.path("errors")
                        .valueStream()
                        .map(one ->
                                one.path("pointer").asString()
                                        + " "
                                        + one.path("detail").asString())
                        .collect(Collectors.joining("; "));
        String detail = problem.path("detail").asString();
        error.put(
                "detail",
                fields.isEmpty() || detail.contains(fields) ? detail : detail + ": " + fields);
        return json.write(error);
    }
}
