package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.endtoend.Installation.Reply;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Every route of the description, with no credentials and with wrong ones.
class AuthorizationWalkTest {
    private final Installation fairlead = Installation.shared().ready();

    private record Operation(String method, String path, JsonNode described) {}

    private List<Operation> operations() {
        var all = new ArrayList<Operation>();
        for (Map.Entry<String, JsonNode> path :
                fairlead.api("GET", "/openapi", "").json().path("paths").properties()) {
            for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
                String filled = path.getKey().replace("{id}", "x").replaceAll("\\{[a-z]+}", "1");
                all.add(
                        new Operation(
                                method.getKey().toUpperCase(Locale.ROOT),
                                filled,
                                method.getValue()));
            }
        }
        return all;
    }

    @Test
    void every_route_names_its_permission() {
        // Given / When
        List<Operation> operations = operations();
        // Then
        assertThat(operations).hasSizeGreaterThan(15);
        assertThat(operations)
                .allSatisfy(o ->
                        assertThat(o.described().path("x-permission").asString(""))
                                .as(o.path())
                                .matches("[a-z]+:[a-z]+"));
    }

    @Test
    void no_route_answers_without_a_key() {
        for (Operation o : operations()) {
            // When
            Reply reply = fairlead.send(o.method(), "/api/v1" + o.path(), new byte[0]);
            // Then
            assertThat(reply.status()).as(o.method() + " " + o.path()).isEqualTo(401);
            assertThat(reply.code()).isEqualTo("unauthenticated");
        }
    }

    @Test
    void no_route_answers_to_a_wrong_key() {
        for (Operation o : operations()) {
            for (String header :
                    List.of(
                            "Bearer flk_" + "0".repeat(64),
                            "Bearer ",
                            "Basic eDp5",
                            "Bearer " + fairlead.key() + "x")) {
                // When
                Reply reply =
                        fairlead.send(
                                o.method(),
                                "/api/v1" + o.path(),
                                new byte[0],
                                "authorization",
                                header);
                // Then
                assertThat(reply.status()).as(o.method() + " " + o.path()).isEqualTo(401);
            }
        }
    }

    @Test
    void what_is_no_route_needs_a_key_too() {
        assertThat(fairlead.get("/api/v1/nothing").status()).isEqualTo(401);
        assertThat(fairlead.get("/api/v1").status()).isEqualTo(401);
    }
}
