package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;

/// What strangers send to the gateway.
@Tag("slow")
class GatewayHostileTest {
    private static final String ECHO =
            """
            export default (r) => ({
              status: 200,
              headers: {'content-type': 'text/plain'},
              body: r.method + ' ' + r.path + ' ' + (r.body ?? '').length,
            });
            """;

    private final Installation fairlead = Installation.shared().ready();

    private void deployEcho(String name) {
        fairlead.javascript("hostile", name, ECHO);
    }

    private String raw(String request) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), fairlead.port())) {
            socket.setSoTimeout(10_000);
            String lines = request.replaceAll("\r?\n", "\r\n");
            socket.getOutputStream().write(lines.getBytes(StandardCharsets.ISO_8859_1));
            return new String(read(socket.getInputStream()), StandardCharsets.ISO_8859_1);
        }
    }

    private static byte[] read(InputStream in) throws IOException {
        return in.readAllBytes();
    }

    @Test
    void a_body_over_the_limit_is_refused_and_the_server_lives() {
        // Given
        deployEcho("large");
        // When
        Installation.Reply large =
                fairlead.send("POST", "/fn/hostile/large", new byte[(6 << 20) + 1]);
        Installation.Reply fits = fairlead.send("POST", "/fn/hostile/large", new byte[1 << 20]);
        // Then
        assertThat(large.code()).isEqualTo("body-too-large");
        assertThat(fits.status()).isEqualTo(200);
    }

    @Test
    void headers_over_the_limit_and_nonsense_are_refused() throws IOException {
        assertThat(raw("GET / HTTP/1.1\r\nhost: x\r\nx: " + "y".repeat(40_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431");
        assertThat(raw("NONSENSE\r\n\r\n")).contains("400 Bad Request", "invalid-request");
        assertThat(raw("GET /fn/hostile/none HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n"))
                .contains("service-not-found");
    }

    @Test
    void pipelined_requests_are_answered_in_order() throws IOException {
        // Given
        deployEcho("pipe");
        String one =
                """
                GET /fn/hostile/pipe/1 HTTP/1.1
                host: x

                """;
        String two =
                """
                GET /fn/hostile/pipe/2 HTTP/1.1
                host: x
                connection: close

                """;
        // When
        String answers = raw(one + two);
        // Then
        assertThat(answers.indexOf("GET /1 0")).isPositive();
        assertThat(answers.indexOf("GET /2 0")).isGreaterThan(answers.indexOf("GET /1 0"));
    }

    @Test
    void http_2_without_tls_is_spoken() throws Exception {
        // Given
        deployEcho("two");
        try (var http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
            var request =
                    HttpRequest.newBuilder(URI.create(fairlead.url() + "/fn/hostile/two/x"))
                            .build();
            // When
            http.send(request, BodyHandlers.ofString());
            var answer = http.send(request, BodyHandlers.ofString());
            // Then
            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(answer.body()).isEqualTo("GET /x 0");
        }
    }

    @Test
    void every_answer_says_where_its_time_went_and_what_its_id_is() {
        // Given
        deployEcho("timed");
        // When
        var headers = fairlead.get("/fn/hostile/timed").whole().headers();
        // Then
        assertThat(headers.firstValue("server-timing").orElse(""))
                .matches("queue;dur=[0-9.]+, start;dur=[0-9.]+, run;dur=[0-9.]+");
        assertThat(headers.firstValue("x-request-id").orElse("")).startsWith("req_");
    }

    @Test
    void a_service_is_found_by_its_host_name() throws IOException {
        // Given
        deployEcho("named");
        // When
        String answer =
                raw(
                        """
                        GET /p HTTP/1.1\r
                        host: named.hostile.localhost\r
                        connection: close\r
                        \r
                        """);
        // Then
        assertThat(answer).contains("GET /p 0");
    }

    @Test
    void browsers_get_a_page_and_programs_a_problem() {
        assertThat(fairlead.send("GET", "/fn/no/no", new byte[0], "accept", "text/html").body())
                .contains("<!doctype html>");
        assertThat(fairlead.get("/fn/no/no").code()).isEqualTo("service-not-found");
    }

    @Test
    void a_thousand_idle_connections_leave_room_for_a_thousand_and_first() throws IOException {
        // Given
        deployEcho("idle");
        var idle = new ArrayList<Socket>();
        try {
            for (int i = 0; i < 1000; i++) {
                idle.add(new Socket(InetAddress.getLoopbackAddress(), fairlead.port()));
            }
            // When
            Installation.Reply reply = fairlead.get("/fn/hostile/idle");
            // Then
            assertThat(reply.status()).isEqualTo(200);
        } finally {
            for (Socket socket : idle) {
                socket.close();
            }
        }
    }

    @Test
    void a_full_queue_answers_503_and_when_to_come_again() {
        // Given
        String id =
                fairlead.javascript("hostile", "slow", "export default () => { while (true); }")
                        .path("id")
                        .asString();
        fairlead.api(
                "PUT",
                "/functions/" + id,
                Installation.JSON.writeValueAsString(
                        Map.of(
                                "limits",
                                Map.of("concurrency", 1, "queueLength", 0, "timeoutMs", 3000))));
        // When
        var replies = new ConcurrentLinkedQueue<Installation.Reply>();
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 6; i++) {
                callers.execute(() -> replies.add(fairlead.get("/fn/hostile/slow")));
            }
        }
        Installation.Reply refused =
                replies.stream().filter(r -> r.status() == 503).findFirst().orElseThrow();
        Installation.Reply timedOut =
                replies.stream().filter(r -> r.status() == 504).findFirst().orElseThrow();
        // Then
        assertThat(refused.code()).isEqualTo("at-capacity");
        assertThat(refused.whole().headers().firstValue("retry-after")).isPresent();
        assertThat(timedOut.code()).isEqualTo("guest-timeout");
    }
}
