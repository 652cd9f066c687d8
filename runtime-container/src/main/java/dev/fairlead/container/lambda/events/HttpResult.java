package dev.fairlead.container.lambda.events;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// A function's answer as a response. An object with a `statusCode` says what the response is like
/// (payload format 2.0); anything else is the body, as JSON.
public final class HttpResult {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String TYPE = "content-type";
    private static final Set<String> OF_THE_CONNECTION =
            Set.of(
                    "connection",
                    "content-length",
                    "keep-alive",
                    "proxy-connection",
                    "te",
                    "trailer",
                    "transfer-encoding",
                    "upgrade");

    private final int status;
    private final List<Map.Entry<String, String>> headers;
    private final byte[] body;

    public HttpResult(int status, List<Map.Entry<String, String>> headers, byte[] body) {
        this.status = status;
        this.headers = List.copyOf(headers);
        this.body = body;
    }

    public int status() {
        return status;
    }

    public List<Map.Entry<String, String>> headers() {
        return headers;
    }

    /// Not a copy.
    public byte[] body() {
        return body;
    }

    /// An answer that has no valid shape.
    public static final class Invalid extends Exception {
        private static final long serialVersionUID = 1;

        Invalid(String message) {
            super(message);
        }
    }

    public static HttpResult of(byte[] answer) throws Invalid {
        JsonNode node;
        try {
            node = JSON.readTree(answer);
        } catch (JacksonException e) {
            return plain(answer);
        }
        if (!node.isObject() || node.path("statusCode").isMissingNode()) {
            return plain(answer);
        }
        return new HttpResult(status(node), fields(node, "application/json"), body(node));
    }

    private static HttpResult plain(byte[] answer) {
        return new HttpResult(200, List.of(Map.entry(TYPE, "application/json")), answer);
    }

    /// Of the JSON before a streamed answer; without a body.
    public static HttpResult prelude(byte[] json) throws Invalid {
        JsonNode node;
        try {
            node = JSON.readTree(json);
        } catch (JacksonException e) {
            throw new Invalid("the metadata of its stream is no JSON");
        }
        if (!node.isObject()) {
            throw new Invalid("the metadata of its stream is no object");
        }
        int status = node.path("statusCode").isMissingNode() ? 200 : status(node);
        return new HttpResult(status, fields(node, "application/octet-stream"), new byte[0]);
    }

    private static int status(JsonNode node) throws Invalid {
        int status = node.path("statusCode").asInt(0);
        if (status < 200 || status > 599) {
            throw new Invalid("its statusCode is not from 200 to 599");
        }
        return status;
    }

    private static List<Map.Entry<String, String>> fields(JsonNode node, String usualType)
            throws Invalid {
        var all = new ArrayList<Map.Entry<String, String>>();
        boolean typed = false;
        for (var field : node.path("headers").properties()) {
            String name = field.getKey().toLowerCase(Locale.ROOT);
            JsonNode value = field.getValue();
            if (!value.isValueNode()) {
                throw new Invalid("its header " + name + " is no text");
            }
            if (!OF_THE_CONNECTION.contains(name) && !value.isNull()) {
                typed |= name.equals(TYPE);
                all.add(Map.entry(name, value.asString("")));
            }
        }
        if (!typed) {
            all.add(Map.entry(TYPE, usualType));
        }
        for (JsonNode cookie : node.path("cookies")) {
            all.add(Map.entry("set-cookie", cookie.asString("")));
        }
        return all;
    }

    private static byte[] body(JsonNode node) throws Invalid {
        JsonNode body = node.path("body");
        if (body.isMissingNode() || body.isNull()) {
            return new byte[0];
        }
        if (!body.isString()) {
            throw new Invalid("its body is no text");
        }
        String text = body.asString();
        if (!node.path("isBase64Encoded").asBoolean(false)) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new Invalid("its body is not encoded in Base64");
        }
    }
}
