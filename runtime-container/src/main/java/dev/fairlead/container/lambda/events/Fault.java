package dev.fairlead.container.lambda.events;

import dev.fairlead.model.errors.ErrorCode;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/// A function's failure: `code` and `detail` are for whoever asks over HTTP, `payload` is Lambda's
/// JSON of it, which may have a stack trace and is for those who may invoke it.
public record Fault(ErrorCode code, String detail, String payload) {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int LONGEST = 1000;

    /// One of ours.
    public static Fault of(ErrorCode code, String type, String message) {
        String payload =
                JSON.writeValueAsString(Map.of("errorType", type, "errorMessage", message));
        return new Fault(code, message, payload);
    }

    /// What a runtime told, in `body` or by its header `type`.
    public static Fault told(String type, byte[] body) {
        String kind = type;
        String message = "";
        try {
            JsonNode node = JSON.readTree(body);
            kind = node.path("errorType").asString(type);
            message = node.path("errorMessage").asString("");
            if (node.isObject()) {
                return new Fault(
                        ErrorCode.GUEST_FAILED,
                        line(kind, message),
                        new String(body, StandardCharsets.UTF_8));
            }
        } catch (JacksonException e) {
            message = new String(body, StandardCharsets.UTF_8);
        }
        String cut = line(kind, message);
        return new Fault(
                ErrorCode.GUEST_FAILED, cut, of(ErrorCode.GUEST_FAILED, kind, cut).payload);
    }

    private static String line(String kind, String message) {
        String all = message.isEmpty() ? kind : kind.isEmpty() ? message : kind + ": " + message;
        String shown = all.isEmpty() ? "it said nothing" : all;
        return shown.length() > LONGEST ? shown.substring(0, LONGEST) + "…" : shown;
    }
}
