package dev.fairlead.dataplane.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.dataplane.inflight.Ending;
import dev.fairlead.dataplane.versions.UpstreamSpec;
import dev.fairlead.dataplane.versions.UpstreamSpec.Target;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.net.Socket;
import java.util.List;

/// Requests through the gateway to an upstream of HTTP/1.1, byte by byte.
@Timeout(60)
class ForwardingTest {
    private static final Front front = new Front();

    private final Origin origin = new Origin();

    @BeforeEach
    void begin() {
        front.forwarded.clear();
        front.live(1, origin);
    }

    @AfterEach
    void end() {
        origin.close();
    }

    @AfterAll
    static void close() {
        front.close();
    }

    @Test
    void a_request_reaches_the_upstream_and_its_answer_the_client() throws IOException {
        // When
        String answer = front.get("/a/b?c=d&e");
        // Then
        assertThat(answer).startsWith("HTTP/1.1 200 OK\r\n");
        assertThat(answer).contains("GET /a/b?c=d&e HTTP/1.1", "x-request-id: req_");
        assertThat(answer).containsPattern("server-timing: queue;dur=[0-9.]+, connect;dur=");
        assertThat(origin.last().field("host")).contains(Front.HOST);
        assertThat(origin.last().field("x-forwarded-for")).contains("127.0.0.1");
        assertThat(origin.last().field("x-forwarded-proto")).contains("http");
        assertThat(origin.last().field("x-forwarded-host")).contains(Front.HOST);
        assertThat(origin.last().field("forwarded"))
                .contains("for=127.0.0.1;proto=http;host=\"" + Front.HOST + "\"");
        assertThat(answer).contains("x-request-id: " + origin.last().field("x-request-id").get());
    }

    @Test
    void connections_to_the_upstream_are_kept() throws IOException {
        // When
        try (Socket client = front.connect()) {
            for (int i = 0; i < 20; i++) {
                Front.send(client, "GET /" + i + " HTTP/1.1\nhost: " + Front.HOST + "\n\n");
                var in = client.getInputStream();
                Origin.line(in);
                Origin.body(in, Origin.fields(in));
            }
        }
        // Then
        assertThat(origin.asked()).hasSize(20);
        assertThat(origin.connections()).isEqualTo(1);
    }

    @Test
    void what_belongs_to_a_connection_or_is_ours_to_say_is_not_passed_on() throws IOException {
        // When
        front.raw(
                """
                GET /h HTTP/1.1
                host: %s
                connection: x-secret
                connection: close
                keep-alive: timeout=5
                proxy-authorization: Basic eA==
                x-secret: 1
                x-forwarded-for: 6.6.6.6
                X_Forwarded_For: 6.6.6.6
                x-fairlead-caller: somebody
                X-Fairlead_Caller: somebody
                x-request-id: mine
                traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01
                x-own: kept

                """
                        .formatted(Front.HOST));
        // Then
        String head = origin.last().head().toLowerCase(java.util.Locale.ROOT);
        assertThat(head).contains("x-own: kept", "traceparent: 00-0af7651916cd43dd8448eb211c8");
        assertThat(head)
                .doesNotContain(
                        "x-secret", "6.6.6.6", "somebody", "keep-alive", "proxy-auth", ": mine");
    }

    @Test
    void a_body_with_a_length_and_one_in_chunks_arrive_as_they_are() throws IOException {
        // When
        String sized =
                front.raw(
                        "POST /s HTTP/1.1\nhost: "
                                + Front.HOST
                                + "\nconnection: close\ncontent-length: 5\n\nhello");
        String chunked =
                front.raw(
                        "POST /c HTTP/1.1\nhost: "
                                + Front.HOST
                                + "\nconnection: close\ntransfer-encoding: chunked\nte: trailers\n"
                                + "trailer: x-sum\n\n3\nhel\n2\nlo\n0\nx-sum: 7\n\n");
        // Then
        assertThat(sized).startsWith("HTTP/1.1 200");
        assertThat(chunked).startsWith("HTTP/1.1 200");
        assertThat(origin.asked()).extracting(Origin.Asked::text).containsExactly("hello", "hello");
        assertThat(origin.last().field("x-sum")).contains("7");
        assertThat(origin.last().field("content-length")).isEmpty();
    }

    @Test
    void an_answer_in_chunks_and_its_trailers_arrive() throws IOException {
        // Given
        origin.on(
                "/t",
                talk ->
                        talk.say(
                                """
                                HTTP/1.1 200 OK
                                transfer-encoding: chunked
                                trailer: x-sum

                                2
                                ab
                                3
                                cde
                                0
                                x-sum: 5

                                """));
        // When
        String answer = front.get("/t");
        // Then
        assertThat(answer).contains("transfer-encoding: chunked");
        assertThat(answer).containsPattern("ab(\r\n3\r\n)?cde").endsWith("x-sum: 5\r\n\r\n");
    }

    @Test
    void answers_without_a_body_have_none() throws IOException {
        // Given
        origin.on("/204", talk -> talk.say("HTTP/1.1 204 No Content\nx-a: 1\n\n"));
        origin.on("/304", talk -> talk.say("HTTP/1.1 304 Not Modified\netag: \"x\"\n\n"));
        origin.on("/head", talk -> talk.say("HTTP/1.1 200 OK\ncontent-length: 1000\n\n"));
        // When
        String none = front.get("/204");
        String same = front.get("/304");
        String head =
                front.raw("HEAD /head HTTP/1.1\nhost: " + Front.HOST + "\nconnection: close\n\n");
        String after = front.get("/after");
        // Then
        assertThat(none).startsWith("HTTP/1.1 204").endsWith("\r\n\r\n");
        assertThat(none).doesNotContain("content-length", "transfer-encoding");
        assertThat(same).startsWith("HTTP/1.1 304").contains("etag: \"x\"").endsWith("\r\n\r\n");
        assertThat(head).contains("content-length: 1000").endsWith("\r\n\r\n");
        assertThat(after).startsWith("HTTP/1.1 200");
        // Each event loop has its own.
        assertThat(origin.connections()).isLessThanOrEqualTo(2);
    }

    @Test
    void hundred_continue_comes_from_the_upstream() throws IOException {
        // Given
        origin.on(
                "/up",
                talk -> {
                    talk.say("HTTP/1.1 100 Continue\n\n");
                    byte[] body = talk.body();
                    talk.say("HTTP/1.1 200 OK\ncontent-length: 1\n\n" + body.length);
                });
        origin.on("/no", talk -> talk.say("HTTP/1.1 417 No\ncontent-length: 0\n\n"));
        String expecting =
                " HTTP/1.1\nhost: "
                        + Front.HOST
                        + "\nconnection: close\nexpect: 100-continue\ncontent-length: 4\n\n";
        // When
        String answer;
        try (Socket client = front.connect()) {
            Front.send(client, "POST /up" + expecting);
            var in = client.getInputStream();
            assertThat(Origin.line(in)).isEqualTo("HTTP/1.1 100 Continue");
            Origin.line(in);
            Front.send(client, "four");
            answer = Front.rest(in);
        }
        String refused = front.raw("POST /no" + expecting);
        // Then
        assertThat(answer).startsWith("HTTP/1.1 200").endsWith("4");
        assertThat(refused).startsWith("HTTP/1.1 417").doesNotContain("100 Continue");
    }

    @Test
    void early_hints_are_passed_on() throws IOException {
        // Given
        origin.on(
                "/hints",
                talk ->
                        talk.say(
                                "HTTP/1.1 103 Early Hints\nlink: </a.css>; rel=preload\n\n"
                                        + "HTTP/1.1 200 OK\ncontent-length: 2\n\nok"));
        // When
        String answer = front.get("/hints");
        // Then
        assertThat(answer).startsWith("HTTP/1.1 103 Early Hints\r\nlink: </a.css>; rel=preload");
        assertThat(answer).contains("HTTP/1.1 200 OK").endsWith("ok");
    }

    @Test
    void the_host_of_the_target_is_told_where_that_is_wanted() throws IOException {
        // Given
        UpstreamSpec like = Front.spec(origin);
        front.live(
                2,
                new UpstreamSpec(
                        List.of(Target.http("127.0.0.1", origin.port())),
                        UpstreamSpec.HostHeader.TARGET,
                        like.tls(),
                        like.timeouts(),
                        1,
                        like.health(),
                        like.balance(),
                        like.drain()));
        // When
        front.get("/");
        // Then
        assertThat(origin.last().field("host")).contains("127.0.0.1:" + origin.port());
    }

    @Test
    void an_answer_that_ends_with_its_connection_ends_well() throws IOException {
        // Given
        origin.on(
                "/old",
                talk -> {
                    talk.say("HTTP/1.0 200 OK\ncontent-type: text/plain\n\nall of it");
                    talk.socket().close();
                });
        // When
        String answer = front.get("/old");
        // Then
        assertThat(answer).contains("all of it").endsWith("0\r\n\r\n");
    }

    @Test
    void an_upstream_that_dies_in_the_middle_never_looks_like_the_end() throws IOException {
        // Given
        origin.on(
                "/dies",
                talk -> {
                    talk.say("HTTP/1.1 200 OK\ntransfer-encoding: chunked\n\n5\nhello\n");
                    talk.socket().close();
                });
        // When
        String answer = front.get("/dies");
        // Then
        assertThat(answer).contains("200 OK").doesNotContain("\r\n0\r\n");
        assertThat(front.told(one -> one.ending() == Ending.FAILED).socket()).isFalse();
    }

    @Test
    void what_is_not_http_or_no_answer_is_a_502() throws IOException {
        // Given
        origin.on("/rubbish", talk -> talk.say("this is no answer\n\n"));
        origin.on("/closes", talk -> talk.socket().close());
        // When
        String rubbish = front.get("/rubbish");
        String closes = front.get("/closes");
        // Then
        assertThat(rubbish).startsWith("HTTP/1.1 502").contains("\"upstream-failed\"");
        assertThat(closes).startsWith("HTTP/1.1 502").contains("\"upstream-failed\"");
    }

    @Test
    void every_forwarded_request_is_told_of() throws IOException {
        // When
        front.raw(
                "POST /s HTTP/1.1\nhost: "
                        + Front.HOST
                        + "\nconnection: close\ncontent-length: 5\n\nhello");
        // Then
        var told = front.told(one -> one.receivedBytes() == 5);
        assertThat(told.version()).isEqualTo(1);
        assertThat(told.status()).isEqualTo(200);
        assertThat(told.ending()).isEqualTo(Ending.ANSWERED);
        assertThat(told.sentBytes()).isPositive();
        assertThat(told.whole()).isGreaterThanOrEqualTo(told.firstByte());
        assertThat(front.router.inFlight().of(Front.SERVICE, 1).open()).isZero();
    }
}
