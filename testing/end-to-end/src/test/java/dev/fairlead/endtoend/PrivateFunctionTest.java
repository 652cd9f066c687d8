package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Functions that are not for the world.
@Tag("slow")
class PrivateFunctionTest {
    private static final String HELLO = "export default () => ({ hello: 'world' });";
    private static final List<String> CHANGING = List.of("x-request-id", "date");

    private final Installation fairlead = Installation.shared().ready();

    private void makePrivate(String name) {
        String id = fairlead.javascript("inside", name, HELLO).path("id").asString();
        assertThat(fairlead.get("/fn/inside/" + name).status()).isEqualTo(200);
        var reply = fairlead.api("PUT", "/functions/" + id, "{\"access\":\"private\"}");
        assertThat(reply.json().path("access").asString()).isEqualTo("private");
    }

    @Test
    void from_outside_a_private_function_is_like_one_that_is_not_there() {
        // Given
        makePrivate("hidden");
        for (String method : List.of("GET", "POST", "DELETE", "OPTIONS")) {
            // When
            var hidden = fairlead.send(method, "/fn/inside/hidden", new byte[10]);
            var missing = fairlead.send(method, "/fn/inside/missing", new byte[10]);
            // Then
            assertThat(hidden.status()).isEqualTo(404);
            assertThat(without(hidden)).isEqualTo(without(missing));
            assertThat(headers(hidden)).isEqualTo(headers(missing));
        }
    }

    private static String without(Installation.Reply reply) {
        return reply.body().replaceAll("req_[0-9a-z]+", "req");
    }

    private static Map<String, List<String>> headers(Installation.Reply reply) {
        var headers = new TreeMap<>(reply.whole().headers().map());
        CHANGING.forEach(headers::remove);
        return headers;
    }

    @Test
    void who_may_execute_it_by_the_api_still_can() {
        // Given
        String id = fairlead.javascript("inside", "asked", HELLO).path("id").asString();
        fairlead.api("PUT", "/functions/" + id, "{\"access\":\"private\"}");
        // When
        var reply = fairlead.api("POST", "/functions/" + id + "/execute", "{}");
        // Then
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().path("status").asString()).isEqualTo("SUCCEEDED");
    }

    @Test
    void it_stays_private_across_a_restart_without_a_database_answering_yet() {
        // Given
        try (var own = Installation.fresh(Map.of()).ready()) {
            String id = own.javascript("inside", "kept", HELLO).path("id").asString();
            own.javascript("inside", "open", HELLO);
            own.api("PUT", "/functions/" + id, "{\"access\":\"private\"}");
            own.stop();
            // When
            own.startAgain();
            // Then
            assertThat(own.get("/fn/inside/open").status()).isEqualTo(200);
            assertThat(own.get("/fn/inside/kept").status()).isEqualTo(404);
        }
    }

    @Test
    void functions_of_its_project_call_it_and_others_do_not() {
        // Given
        makePrivate("stock");
        String ask =
                "export default () => { try { return fairlead.call('stock').body; }"
                        + " catch (e) { return { code: e.code }; } }";
        fairlead.javascript("inside", "shop", ask);
        fairlead.javascript("outside", "shop", ask);
        // When / Then
        assertThat(fairlead.get("/fn/inside/shop").body()).isEqualTo("{\"hello\":\"world\"}");
        assertThat(fairlead.get("/fn/outside/shop").body())
                .isEqualTo("{\"code\":\"service-not-found\"}");
    }

    @Test
    void a_called_function_is_on_record_with_its_trigger() {
        // Given
        String id = fairlead.javascript("inside", "noted", HELLO).path("id").asString();
        fairlead.javascript("inside", "notes", "export default () => fairlead.call('noted')");
        // When
        fairlead.get("/fn/inside/notes");
        // Then
        Installation.await(() -> !executions(id).isEmpty(), "the execution to be on record");
        assertThat(executions(id).path(0).path("trigger").asString()).isEqualTo("FUNCTION");
    }

    private JsonNode executions(String id) {
        return fairlead.api("GET", "/functions/" + id + "/executions", "").json().path("items");
    }

    @Test
    void a_client_that_goes_away_ends_what_its_function_called() throws IOException {
        // Given
        String mark = fairlead.javascript("inside", "mark", HELLO).path("id").asString();
        String endless = "export default () => { fairlead.call('mark'); while (true); }";
        String id = fairlead.javascript("inside", "endless", endless).path("id").asString();
        fairlead.javascript("inside", "waits", "export default () => fairlead.call('endless')");
        String request = "GET /fn/inside/waits HTTP/1.1\r\nhost: x\r\n\r\n";
        // When
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), fairlead.port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            Installation.await(() -> !executions(mark).isEmpty(), "the callee to run");
        }
        // Then
        Installation.await(() -> !executions(id).isEmpty(), "the callee to end");
        assertThat(executions(id).path(0).path("status").asString()).isEqualTo("CANCELLED");
    }

    @Test
    void an_access_that_is_not_known_is_refused() {
        // Given
        String id = fairlead.javascript("inside", "word", HELLO).path("id").asString();
        // When
        var reply = fairlead.api("PUT", "/functions/" + id, "{\"access\":\"secret\"}");
        // Then
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().path("errors").path(0).path("pointer").asString())
                .isEqualTo("/access");
    }
}
