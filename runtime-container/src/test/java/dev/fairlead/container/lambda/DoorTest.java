package dev.fairlead.container.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.container.lambda.RawRuntime.Said;
import dev.fairlead.dataplane.versions.UpstreamSpec.Place;
import dev.fairlead.testkit.waiting.Awaiting;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The door of an instance, by a runtime and a data plane of raw sockets.
@Timeout(60)
class DoorTest {
    private static final String SELF = "127.0.0.1";
    private static final String OTHER = "127.0.0.2";
    private static final int WHOLE = 1000;
    private static final String GET = "GET /a?b=c HTTP/1.1\r\nHost: hook.example\r\n\r\n";

    private final Doors doors = new Doors();
    private final CountDownLatch late = new CountDownLatch(1);
    private Door door;

    DoorTest() throws IOException {
        door = open(Duration.ofSeconds(30)).of(SELF);
    }

    private Door open(Duration timeout) throws IOException {
        var owner =
                new Door.Owner(
                        "hook", "arn:aws:lambda:local:0:function:hook", timeout, WHOLE, 5000);
        return doors.open(InetAddress.ofLiteral(SELF), owner, late::countDown);
    }

    @BeforeEach
    void wait_for_nobody() {
        assertThat(door.good(Duration.ZERO)).isFalse();
    }

    @AfterEach
    void close() {
        door.close();
        doors.close();
    }

    private RawRuntime runtime() throws IOException {
        return new RawRuntime(SELF, door.runtimeApi());
    }

    private RawRuntime client() throws IOException {
        var place = (Place.Inet) door.target().place();
        return new RawRuntime(SELF, place.host() + ":" + place.port());
    }

    @Test
    void a_request_becomes_an_event_and_its_answer_the_response() throws IOException {
        try (var runtime = runtime();
                var client = client()) {
            // Given
            client.send(GET);
            // When
            Said event = runtime.next();
            Said taken =
                    runtime.respond(
                            event.id(),
                            "{\"statusCode\":201,\"headers\":{\"X-A\":\"b\"},\"body\":\"made\"}");
            Said answer = client.read();
            // Then
            assertThat(event.body()).contains("\"rawPath\":\"/a\"", "\"rawQueryString\":\"b=c\"");
            assertThat(event.headers())
                    .containsKeys(
                            "lambda-runtime-deadline-ms",
                            "lambda-runtime-trace-id",
                            "lambda-runtime-invoked-function-arn");
            assertThat(taken.status()).isEqualTo(202);
            assertThat(answer.status()).isEqualTo(201);
            assertThat(answer.headers()).containsEntry("x-a", "b");
            assertThat(answer.body()).isEqualTo("made");
            assertThat(door.good(Duration.ZERO)).isTrue();
        }
    }

    @Test
    void a_door_closes_after_all_doors_were() {
        // Given
        doors.close();
        // When, then
        assertThatCode(door::close).doesNotThrowAnyException();
    }

    @Test
    void events_come_one_after_the_other() throws IOException {
        try (var runtime = runtime();
                var client = client()) {
            for (int i = 0; i < 3; i++) {
                client.send(GET);
                runtime.respond(runtime.next().id(), "{\"n\":" + i + "}");
                assertThat(client.read().body()).isEqualTo("{\"n\":" + i + "}");
            }
        }
    }

    @Test
    void what_a_function_says_of_its_failure_is_not_for_visitors() throws IOException {
        try (var runtime = runtime();
                var client = client()) {
            // Given
            client.send(GET);
            Said event = runtime.next();
            // When
            Said taken =
                    runtime.post(
                            "invocation/" + event.id() + "/error",
                            "{\"errorType\":\"Oops\",\"errorMessage\":\"otter\",\"stackTrace\":[]}");
            // Then
            assertThat(taken.status()).isEqualTo(202);
            Said answer = client.read();
            assertThat(answer.status()).isEqualTo(502);
            assertThat(answer.body()).contains("guest-failed").doesNotContain("otter", "Oops");
        }
    }

    @Test
    void a_stream_reaches_the_client_while_it_is_written() throws IOException {
        try (var runtime = runtime();
                var client = client()) {
            // Given
            client.send(GET);
            Said event = runtime.next();
            runtime.stream(event.id(), "application/vnd.awslambda.http-integration-response");
            // When
            runtime.chunk("{\"statusCode\":203,\"cookies\":[\"a=1\"]}");
            runtime.chunk("\0\0\0\0\0");
            runtime.chunk("\0\0\0first");
            // Then
            Said head = client.readHead();
            assertThat(head.status()).isEqualTo(203);
            assertThat(head.headers()).containsEntry("set-cookie", "a=1");
            assertThat(client.readChunk()).isEqualTo("first");
            runtime.chunk("second");
            assertThat(client.readChunk()).isEqualTo("second");
            runtime.send("0\r\n\r\n");
            assertThat(runtime.read().status()).isEqualTo(202);
            assertThat(client.readChunk()).isEmpty();
        }
    }

    @Test
    void a_stream_that_fails_is_cut() throws IOException {
        try (var runtime = runtime();
                var client = client()) {
            // Given
            client.send(GET);
            runtime.stream(runtime.next().id(), "text/plain");
            runtime.chunk("half");
            client.readHead();
            assertThat(client.readChunk()).isEqualTo("half");
            // When
            runtime.send("0\r\nLambda-Runtime-Function-Error-Type: Oops\r\n\r\n");
            // Then
            assertThat(runtime.read().status()).isEqualTo(202);
            assertThatThrownBy(client::readChunk).isInstanceOf(IOException.class);
        }
    }

    @Test
    void answers_that_are_too_large_are_refused() throws IOException {
        try (var runtime = runtime();
                var client = client()) {
            // Given
            client.send(GET);
            Said event = runtime.next();
            // When
            Said taken = runtime.respond(event.id(), "x".repeat(WHOLE + 1));
            // Then
            assertThat(taken.status()).isEqualTo(413);
            assertThat(taken.body()).contains("RequestEntityTooLarge");
            assertThat(client.read().body()).contains("guest-output-too-large");
            client.send(GET);
            runtime.stream(runtime.next().id(), "text/plain");
            for (int i = 0; i < 6; i++) {
                runtime.chunk("y".repeat(900));
            }
            runtime.send("0\r\n\r\n");
            assertThat(runtime.read().status()).isEqualTo(413);
            client.readHead();
            assertThatThrownBy(
                            () -> {
                                while (true) {
                                    client.readChunk();
                                }
                            })
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void events_that_are_too_large_are_refused() throws IOException {
        try (var client = client();
                var another = client()) {
            // When
            client.send(
                    "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + (WHOLE + 1) + "\r\n\r\n");
            another.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
            another.chunk("x".repeat(WHOLE + 1));
            // Then
            assertThat(client.read().body()).contains("body-too-large");
            assertThat(another.read().status()).isEqualTo(413);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "POST /2018-06-01/runtime/invocation/nobody/response, 400, InvalidRequestID",
        "POST /2018-06-01/runtime/invocation/nobody/error, 400, InvalidRequestID",
        "GET /2018-06-01/runtime/invocation/nobody/response, 405, MethodNotAllowed",
        "POST /2018-06-01/runtime/invocation/next, 405, MethodNotAllowed",
        "GET /2018-06-01/runtime/init/error, 405, MethodNotAllowed",
        "GET /2018-06-01/runtime/invocation/, 404, NotFound",
        "GET /2020-01-01/extension/register, 404, NotFound",
        "GET /, 404, NotFound",
        "GET, 400, InvalidRequest"
    })
    void what_makes_no_sense_is_refused(String line, int status, String type) throws IOException {
        try (var runtime = runtime()) {
            // When
            runtime.send(line + " HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
            // Then
            Said said = runtime.read();
            assertThat(said.status()).isEqualTo(status);
            assertThat(said.body()).contains("\"errorType\":\"" + type, "errorMessage");
        }
    }

    @Test
    void garbage_is_answered_and_its_connection_closed() throws IOException {
        try (var runtime = runtime()) {
            // When
            runtime.send("\u0001\u0002 what\r\n\r\n");
            // Then
            assertThat(runtime.read().status()).isEqualTo(400);
            assertThatThrownBy(runtime::read).isInstanceOf(IOException.class);
        }
    }

    @Test
    void only_one_asks_for_the_next_event() throws IOException {
        try (var first = runtime();
                var second = runtime();
                var client = client()) {
            // Given
            first.sendNext();
            Awaiting.until("the runtime asks", () -> door.good(Duration.ZERO));
            // When
            Said refused = second.next();
            // Then
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.body()).contains("InvalidStateTransition");
            client.send(GET);
            first.respond(first.read().id(), "1");
            assertThat(client.read().body()).isEqualTo("1");
        }
    }

    @Test
    void an_event_is_answered_once() throws IOException {
        try (var runtime = runtime();
                var client = client()) {
            // Given
            client.send(GET);
            Said event = runtime.next();
            // When
            Said first = runtime.respond(event.id(), "1");
            Said second = runtime.respond(event.id(), "2");
            // Then
            assertThat(first.status()).isEqualTo(202);
            assertThat(second.status()).isEqualTo(400);
            assertThat(client.read().body()).isEqualTo("1");
        }
    }

    @Test
    void a_stranger_gets_nothing() throws IOException {
        try (var stranger = new RawRuntime(OTHER, door.runtimeApi())) {
            assertThatThrownBy(stranger::next).isInstanceOf(IOException.class);
        }
    }

    @Test
    void nobody_is_heard_before_it_is_known_who_they_are() throws IOException {
        // Given
        door.close();
        door = open(Duration.ofSeconds(30));
        try (var early = runtime();
                var stranger = new RawRuntime(OTHER, door.runtimeApi())) {
            early.sendNext();
            stranger.sendNext();
            // When
            door.of(SELF);
            // Then
            assertThatThrownBy(stranger::read).isInstanceOf(IOException.class);
            Awaiting.until("the runtime asks", () -> door.good(Duration.ZERO));
        }
    }

    @Test
    void the_function_goes_on_when_its_client_leaves() throws IOException {
        try (var runtime = runtime();
                var next = client()) {
            // Given
            Said event;
            try (var client = client()) {
                client.send(GET);
                event = runtime.next();
            }
            // When
            next.send("GET /later HTTP/1.1\r\nHost: a\r\n\r\n");
            // Then
            assertThat(runtime.respond(event.id(), "1").status()).isEqualTo(202);
            Said later = runtime.next();
            assertThat(later.body()).contains("/later");
            runtime.respond(later.id(), "2");
            assertThat(next.read().body()).isEqualTo("2");
        }
    }

    @Test
    void what_takes_too_long_is_ended() throws Exception {
        // Given
        door.close();
        door = open(Duration.ofMillis(100)).of(SELF);
        try (var runtime = runtime();
                var client = client()) {
            // When
            client.send(GET);
            runtime.next();
            // Then
            Said answer = client.read();
            assertThat(answer.status()).isEqualTo(504);
            assertThat(answer.body()).contains("guest-timeout");
            assertThat(late.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(door.good(Duration.ZERO)).isFalse();
        }
    }

    @Test
    void an_instance_that_ends_answers_what_was_under_way() throws IOException {
        try (var runtime = runtime();
                var client = client()) {
            // Given
            client.send(GET);
            runtime.next();
            // When
            door.close();
            // Then
            assertThat(client.read().body()).contains("guest-failed");
        }
    }

    @Test
    void a_runtime_that_cannot_begin_says_why() throws IOException {
        try (var runtime = runtime()) {
            // When
            Said taken =
                    runtime.post(
                            "init/error",
                            "{\"errorType\":\"NoModule\",\"errorMessage\":\"no app.mjs\"}");
            // Then
            assertThat(taken.status()).isEqualTo(202);
            assertThat(door.failed())
                    .hasValueSatisfying(why -> assertThat(why).contains("NoModule: no app.mjs"));
        }
    }
}
