package dev.fairlead.controlplane.api.scim;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.unboundid.scim2.common.GenericScimResource;
import com.unboundid.scim2.common.exceptions.BadRequestException;
import com.unboundid.scim2.common.exceptions.ScimException;
import com.unboundid.scim2.common.messages.PatchRequest;
import com.unboundid.scim2.common.utils.JsonUtils;

import dev.fairlead.controlplane.api.routes.ApiRequest;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/// A SCIM body: names of any case, attributes that are not known here are passed over (RFC 7643,
/// 2.1; RFC 7644, 3.3).
final class ScimBody {
    private static final long MOST_BYTES = 8L << 20;
    private static final int MOST_OPERATIONS = 1000;

    private ScimBody() {}

    static ObjectNode read(ApiRequest request) {
        byte[] bytes;
        try {
            bytes = request.exchange().body(MOST_BYTES).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("the client went away", e);
        }
        try {
            if (JsonUtils.getObjectReader().readTree(bytes) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            throw new Rejected(ErrorCode.MALFORMED_JSON, firstLine(e.getOriginalMessage()));
        } catch (IOException e) {
            throw new Rejected(ErrorCode.MALFORMED_JSON, "the body is no JSON");
        }
        throw new Rejected(ErrorCode.INVALID_REQUEST, "the body must be a JSON object");
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("").replaceAll("\\(.*", "").strip();
    }

    /// What `present` becomes by the operations of the body (RFC 7644, 3.5.2).
    static ObjectNode patched(Map<String, Object> present, ApiRequest request) {
        ObjectNode body = read(request);
        JsonNode operations = body.path("Operations");
        if (!(operations instanceof ArrayNode all) || all.isEmpty()) {
            throw Rejected.field("/Operations", "names the changes; one at least");
        }
        if (all.size() > MOST_OPERATIONS) {
            throw Rejected.field("/Operations", "at most " + MOST_OPERATIONS);
        }
        var resource = new GenericScimResource(JsonUtils.valueToNode(present));
        try {
            Objects.requireNonNull(JsonUtils.nodeToValue(usual(all), PatchRequest.class))
                    .apply(resource);
        } catch (BadRequestException e) {
            throw new Rejected(ErrorCode.PATCH_INVALID, String.valueOf(e.getMessage()));
        } catch (ScimException | JsonProcessingException | IllegalArgumentException e) {
            throw new Rejected(ErrorCode.PATCH_INVALID, firstLine(String.valueOf(e.getMessage())));
        }
        return resource.getObjectNode();
    }

    /// As the standard has it: some directories write `Add`, and take members out of a group by a
    /// value instead of a filter.
    private static ObjectNode usual(ArrayNode operations) {
        ObjectNode request = JsonUtils.getJsonNodeFactory().objectNode();
        request.putArray("schemas").add("urn:ietf:params:scim:api:messages:2.0:PatchOp");
        ArrayNode usual = request.putArray("Operations");
        for (int i = 0; i < operations.size(); i++) {
            if (!(operations.get(i) instanceof ObjectNode one)) {
                throw Rejected.field("/Operations/" + i, "must be an object");
            }
            String op = one.path("op").asText().toLowerCase(Locale.ROOT);
            String path = one.path("path").asText();
            if (op.equals("remove") && path.equalsIgnoreCase("members") && one.has("value")) {
                one.path("value")
                        .forEach(member ->
                                usual.addObject()
                                        .put("op", op)
                                        .put("path", memberPath(member.path("value").asText())));
                continue;
            }
            ObjectNode same = usual.addObject();
            one.properties().stream()
                    .filter(field -> !field.getKey().equalsIgnoreCase("op"))
                    .forEach(field ->
                            same.set(field.getKey().toLowerCase(Locale.ROOT), field.getValue()));
            same.put("op", op);
        }
        return request;
    }

    private static String memberPath(String id) {
        return "members[value eq " + JsonUtils.getJsonNodeFactory().textNode(id) + "]";
    }
}
