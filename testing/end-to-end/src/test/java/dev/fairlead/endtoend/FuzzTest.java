package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.endtoend.Installation.Reply;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;

/// Seeded nonsense for every route of the description: nothing that a stranger sends is a 500.
@Tag("slow")
class FuzzTest {
    private static final int ROUNDS = 25;
    private static final List<String> TEXTS =
            List.of(
                    "",
                    "a",
                    "hello",
                    "x".repeat(5000),
                    "ä\u0000€",
                    "../../etc",
                    "null",
                    "{}",
                    "[1,2]",
                    "-1",
                    "1e400",
                    "99999999999999999999",
                    "true",
                    "{\"a\":{\"b\":[null]}}",
                    "\"",
                    "{\"name\":",
                    "svc_0",
                    "%00",
                    "\uD800");

    private final Installation fairlead = Installation.shared().ready();
    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);

    @Test
    void no_request_makes_a_500() {
        // Given
        JsonNode document = fairlead.api("GET", "/openapi", "").json();
        String id =
                fairlead.javascript("fuzz", "target", "export default () => 1")
                        .path("id")
                        .asString();
        JsonNode schemas = document.path("components").path("schemas");
        int sent = 0;
        for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
                String method = operation.getKey().toUpperCase(Locale.ROOT);
                for (int round = 0; round < ROUNDS; round++) {
                    String target = fill(path.getKey(), method, id) + query(operation.getValue());
                    if (target.contains("follow")) {
                        continue;
                    }
                    // When
                    Reply reply =
                            fairlead.api(
                                    method, target, body(operation.getValue(), schemas), type());
                    // Then
                    assertThat(reply.status())
                            .as("seed " + seed + " " + method + " " + target + " " + reply.body())
                            .isNotEqualTo(500);
                    sent++;
                }
            }
        }
        assertThat(sent).isGreaterThan(300);
    }

    private String fill(String path, String method, String id) {
        String filled = method.equals("DELETE") || random.nextInt(3) > 0 ? word() : id;
        return path.replace("{id}", filled)
                .replaceAll("\\{[a-z]+}", Matcher.quoteReplacement(word()));
    }

    /// Safe inside a URL, whatever it decodes to.
    private String word() {
        return URLEncoder.encode(pick().replace("\uD800", "?"), StandardCharsets.UTF_8)
                .replace("+", "%20");
    }

    private String pick() {
        return TEXTS.get(random.nextInt(TEXTS.size()));
    }

    private String query(JsonNode operation) {
        var pairs = new ArrayList<String>();
        for (JsonNode parameter : operation.path("parameters")) {
            if (parameter.path("in").asString().equals("query") && random.nextBoolean()) {
                pairs.add(parameter.path("name").asString() + "=" + word());
            }
        }
        return pairs.isEmpty() ? "" : "?" + String.join("&", pairs);
    }

    private String type() {
        return List.of(
                        "application/json",
                        "text/javascript",
                        "application/zip",
                        "application/wasm",
                        "x/y")
                .get(random.nextInt(5));
    }

    private byte[] body(JsonNode operation, JsonNode schemas) {
        if (random.nextInt(3) == 0) {
            var bytes = new byte[random.nextInt(300)];
            random.nextBytes(bytes);
            return bytes;
        }
        if (random.nextInt(3) == 0) {
            return pick().getBytes(StandardCharsets.UTF_8);
        }
        String reference =
                operation
                        .path("requestBody")
                        .path("content")
                        .path("application/json")
                        .path("schema")
                        .path("$ref")
                        .asString("");
        JsonNode schema = schemas.path(reference.substring(reference.lastIndexOf('/') + 1));
        var fields = new ArrayList<String>();
        for (String name : schema.path("properties").propertyNames()) {
            fields.add("\"" + name + "\":" + value());
        }
        return ("{" + String.join(",", fields) + "}").getBytes(StandardCharsets.UTF_8);
    }

    private String value() {
        return switch (random.nextInt(6)) {
            case 0 -> "null";
            case 1 -> Integer.toString(random.nextInt());
            case 2 -> "[]";
            case 3 -> "{\"x\":1}";
            case 4 -> "1.5";
            default -> Installation.JSON.writeValueAsString(pick().replace("\uD800", "?"));
        };
    }
}
