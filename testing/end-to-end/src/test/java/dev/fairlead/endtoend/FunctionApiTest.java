package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.endtoend.Installation.Reply;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// The eight endpoints, versions and rollback, as `CAPABILITIES` C1-C5 and C38 ask.
class FunctionApiTest {
    private static final String HELLO =
            "export function handle(r) { return {message: `Hello, ${r.query.name ??"
                    + " r.body?.name}`}; }";

    private final Installation fairlead = Installation.shared().ready();

    @Test
    void a_function_is_made_listed_changed_invoked_recorded_and_deleted() {
        // Given
        JsonNode made = fairlead.javascript("api", "whole", HELLO);
        String id = made.path("id").asString();
        // When
        Reply listed = fairlead.api("GET", "/functions?project=api&name=whole", "");
        Reply executed =
                fairlead.api("POST", "/functions/" + id + "/execute", "{\"name\":\"Ada\"}");
        Reply executions = fairlead.api("GET", "/functions/" + id + "/executions", "");
        String execution = executed.json().path("id").asString();
        Reply fetched = fairlead.api("GET", "/executions/" + execution, "");
        Reply deleted = fairlead.api("DELETE", "/functions/" + id, "");
        // Then
        assertThat(made.path("liveVersion").asInt()).isEqualTo(1);
        assertThat(listed.json().path("items")).hasSize(1);
        assertThat(executed.json().path("status").asString()).isEqualTo("SUCCEEDED");
        assertThat(executed.json().path("output").path("message").asString())
                .isEqualTo("Hello, Ada");
        assertThat(executions.json().path("items").path(0).path("id").asString())
                .isEqualTo(execution);
        assertThat(fetched.json().path("trigger").asString()).isEqualTo("API");
        assertThat(deleted.status()).isEqualTo(204);
        assertThat(fairlead.api("GET", "/functions/" + id, "").status()).isEqualTo(404);
        assertThat(fairlead.api("GET", "/executions/" + execution, "").status()).isEqualTo(404);
        assertThat(fairlead.get("/fn/api/whole").code()).isEqualTo("service-not-found");
    }

    @Test
    void a_function_that_throws_is_a_200_with_status_failed() {
        // Given
        String id =
                fairlead.javascript(
                                "api",
                                "thrower",
                                "export const handle = () => { throw new Error('no') }")
                        .path("id")
                        .asString();
        // When
        Reply executed = fairlead.api("POST", "/functions/" + id + "/execute", "{}");
        // Then
        assertThat(executed.status()).isEqualTo(200);
        assertThat(executed.json().path("status").asString()).isEqualTo("FAILED");
        assertThat(executed.json().path("failure").path("detail").asString()).contains("no");
    }

    @Test
    void input_that_is_no_object_is_refused() {
        // Given
        String id = fairlead.javascript("api", "inputs", HELLO).path("id").asString();
        // When / Then
        for (String input : new String[] {"[1]", "3", "\"x\"", "null", "true"}) {
            Reply reply = fairlead.api("POST", "/functions/" + id + "/execute", input);
            assertThat(reply.status()).as(input).isEqualTo(400);
            assertThat(reply.code()).as(input).isEqualTo("input-not-an-object");
        }
    }

    @Test
    void put_builds_only_what_changed() {
        // Given
        String id = fairlead.javascript("api", "puts", HELLO).path("id").asString();
        String same = body(HELLO);
        // When
        fairlead.api("PUT", "/functions/" + id, same);
        fairlead.api("PUT", "/functions/" + id, "{\"limits\":{\"timeoutMs\":2000}}");
        int unchanged =
                fairlead.api("GET", "/functions/" + id + "/deployments", "")
                        .json()
                        .path("items")
                        .size();
        fairlead.api("PUT", "/functions/" + id, body(HELLO.replace("Hello", "Hi")));
        Installation.await(
                () -> fairlead.deployment(id).path("state").asString().equals("active"), "second");
        // Then
        assertThat(unchanged).isEqualTo(1);
        assertThat(fairlead.deployment(id).path("version").asInt()).isEqualTo(2);
        assertThat(fairlead.get("/fn/api/puts?name=Ada").body()).contains("Hi, Ada");
    }

    private static String body(String source) {
        return Installation.JSON.writeValueAsString(
                Map.of("language", "javascript", "source", source));
    }

    @Test
    void quick_updates_end_on_the_newest_source() {
        // Given
        String id = fairlead.javascript("api", "quick", HELLO).path("id").asString();
        // When
        for (int i = 1; i <= 8; i++) {
            fairlead.api("PUT", "/functions/" + id, body(HELLO.replace("Hello", "No " + i)));
        }
        // Then
        Installation.await(
                () -> fairlead.get("/fn/api/quick?name=Ada").body().contains("No 8, Ada"), "No 8");
        Installation.await(
                () -> {
                    for (JsonNode d :
                            fairlead.api("GET", "/functions/" + id + "/deployments", "")
                                    .json()
                                    .path("items")) {
                        if (!d.hasNonNull("endedAt")) {
                            return false;
                        }
                    }
                    return true;
                },
                "every deployment ended");
        assertThat(fairlead.get("/fn/api/quick?name=Ada").body()).contains("No 8, Ada");
    }

    @Test
    void a_rollback_answers_with_the_earlier_version_and_back() {
        // Given
        String id = fairlead.javascript("api", "back", HELLO).path("id").asString();
        fairlead.api("PUT", "/functions/" + id, body(HELLO.replace("Hello", "Hi")));
        Installation.await(
                () -> fairlead.get("/fn/api/back?name=A").body().contains("Hi"), "version 2");
        // When
        Reply rolledBack = fairlead.api("POST", "/functions/" + id + ":rollback", "{}");
        String after = fairlead.get("/fn/api/back?name=A").body();
        Reply forth = fairlead.api("POST", "/functions/" + id + ":rollback", "{\"version\":2}");
        // Then
        assertThat(rolledBack.json().path("version").asInt()).isEqualTo(1);
        assertThat(after).contains("Hello, A");
        assertThat(forth.json().path("previousVersion").asInt()).isEqualTo(1);
        assertThat(fairlead.get("/fn/api/back?name=A").body()).contains("Hi, A");
        assertThat(fairlead.api("POST", "/functions/" + id + ":rollback", "{\"version\":9}").code())
                .isEqualTo("version-not-found");
    }

    @Test
    void an_uploaded_module_answers_and_is_compiled_once() throws IOException {
        // Given
        Path module = Installation.root().resolve("examples/hello-wasm/hello.wasm");
        fairlead.api("POST", "/projects", "{\"name\":\"api\"}");
        String id =
                fairlead.api("POST", "/functions", "{\"project\":\"api\",\"name\":\"module\"}")
                        .json()
                        .path("id")
                        .asString();
        // When
        Reply accepted =
                fairlead.api(
                        "POST",
                        "/functions/" + id + "/deployments",
                        Files.readAllBytes(module),
                        "application/wasm");
        Installation.await(
                () -> fairlead.deployment(id).hasNonNull("endedAt"), "the module's deployment");
        // Then
        assertThat(accepted.status()).isEqualTo(202);
        assertThat(fairlead.deployment(id).path("state").asString()).isEqualTo("active");
        assertThat(fairlead.get("/fn/api/module?name=Ada").body()).contains("Ada");
    }

    @Test
    void assemblyscript_is_compiled_and_its_errors_have_lines() throws IOException {
        // Given
        String source =
                Files.readString(
                        Installation.root().resolve("examples/hello-assemblyscript/index.ts"));
        fairlead.api("POST", "/projects", "{\"name\":\"api\"}");
        String body =
                Installation.JSON.writeValueAsString(
                        Map.of(
                                "project",
                                "api",
                                "name",
                                "typed",
                                "language",
                                "assemblyscript",
                                "source",
                                source));
        String id = fairlead.api("POST", "/functions", body).json().path("id").asString();
        Installation.await(
                () -> fairlead.deployment(id).hasNonNull("endedAt"), "the AssemblyScript build");
        // When
        String answer = fairlead.get("/fn/api/typed?name=Ada").body();
        String broken =
                Installation.JSON.writeValueAsString(
                        Map.of("source", source + "\nlet x: string = 3;\n"));
        fairlead.api("PUT", "/functions/" + id, broken);
        Installation.await(
                () -> fairlead.deployment(id).path("state").asString().equals("failed"), "failure");
        // Then
        assertThat(answer).contains("Ada");
        JsonNode failure = fairlead.deployment(id).path("failure");
        assertThat(failure.path("code").asString()).isEqualTo("compile-failed");
        assertThat(failure.path("diagnostics").path(0).path("line").asInt()).isPositive();
        assertThat(fairlead.get("/fn/api/typed?name=Ada").body()).contains("Ada");
    }

    @Test
    void what_is_wrong_has_its_own_code() {
        // Given
        fairlead.javascript("api", "taken", HELLO);
        String function =
                fairlead.api("GET", "/functions?project=api&name=taken", "")
                        .json()
                        .path("items")
                        .path(0)
                        .path("id")
                        .asString();
        String deployment = fairlead.deployment(function).path("id").asString();
        // When / Then
        assertCode("POST", "/functions", "{\"project\":\"api\",\"name\":\"taken\"}", "name-taken");
        assertCode(
                "POST",
                "/functions",
                "{\"project\":\"api\",\"name\":\"Bad Name\"}",
                "invalid-request");
        assertCode(
                "POST", "/functions", "{\"project\":\"none\",\"name\":\"a\"}", "project-not-found");
        assertCode("POST", "/functions", "{\"nam\":\"a\"}", "invalid-request");
        assertCode("POST", "/functions", "{\"name\":\"a\",\"name\":\"b\"}", "malformed-json");
        assertCode("POST", "/functions", "{\"name\":", "malformed-json");
        assertCode("POST", "/functions", "{\"name\":3}", "invalid-request");
        assertCode("POST", "/functions", "[".repeat(5000), "invalid-request");
        assertCode(
                "POST", "/functions/" + function + "/execute", "[".repeat(5000), "malformed-json");
        assertCode("GET", "/functions/" + deployment, "", "id-of-another-kind");
        assertCode("GET", "/functions/svc_x", "", "id-malformed");
        assertCode("GET", "/functions?limit=0", "", "invalid-request");
        assertCode("GET", "/functions?cursor=x", "", "cursor-malformed");
        assertCode("GET", "/functions?colour=red", "", "invalid-request");
        assertCode("GET", "/nothing", "", "route-not-found");
        assertCode("DELETE", "/whoami", "", "method-not-allowed");
        assertCode(
                "POST",
                "/functions",
                "{\"project\":\"api\",\"name\":\"x\",\"language\":\"cobol\",\"source\":\"\"}",
                "invalid-request");
    }

    private void assertCode(String method, String path, String body, String code) {
        Reply reply = fairlead.api(method, path, body);
        assertThat(reply.code()).as(method + " " + path + " " + body).isEqualTo(code);
    }

    @Test
    void a_source_without_a_handler_or_with_two_is_told_so() {
        // Given
        String none = fairlead.javascript("api", "handlers", HELLO).path("id").asString();
        // When
        fairlead.api("PUT", "/functions/" + none, body("export const x = 1;"));
        Installation.await(
                () -> fairlead.deployment(none).path("state").asString().equals("failed"),
                "failed");
        // Then
        assertThat(fairlead.deployment(none).path("failure").path("code").asString())
                .isEqualTo("handler-missing");
    }
}
