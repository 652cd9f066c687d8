package dev.fairlead.container.lambda.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.container.lambda.events.HttpResult.Invalid;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

class TranslationTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static JsonNode event(String target, Map<String, String> headers, byte[] body) {
        var event =
                new HttpEvent(
                        "POST",
                        target,
                        List.copyOf(headers.entrySet()),
                        "req-1",
                        Instant.parse("2026-11-22T10:00:00Z"));
        return JSON.readTree(event.json(body));
    }

    @Test
    void a_request_has_all_of_payload_format_2() {
        // When
        JsonNode event =
                event(
                        "/a%20b?x=1&y=%C3%BC&x=2&flag",
                        Map.of(
                                "Host",
                                "hook.example:8443",
                                "X-Forwarded-For",
                                "10.1.2.3, 10.0.0.1",
                                "User-Agent",
                                "curl",
                                "Cookie",
                                "a=1; b=2"),
                        new byte[0]);
        // Then
        assertThat(event.path("version").asString()).isEqualTo("2.0");
        assertThat(event.path("rawPath").asString()).isEqualTo("/a%20b");
        assertThat(event.path("rawQueryString").asString()).isEqualTo("x=1&y=%C3%BC&x=2&flag");
        assertThat(event.path("queryStringParameters"))
                .isEqualTo(JSON.readTree("{\"x\":\"1,2\",\"y\":\"ü\",\"flag\":\"\"}"));
        assertThat(event.path("cookies")).isEqualTo(JSON.readTree("[\"a=1\",\"b=2\"]"));
        assertThat(event.path("headers").has("cookie")).isFalse();
        JsonNode context = event.path("requestContext");
        assertThat(context.path("domainName").asString()).isEqualTo("hook.example");
        assertThat(context.path("requestId").asString()).isEqualTo("req-1");
        assertThat(context.path("timeEpoch").asLong()).isEqualTo(1795341600000L);
        assertThat(context.path("http").path("sourceIp").asString()).isEqualTo("10.1.2.3");
        assertThat(context.path("http").path("method").asString()).isEqualTo("POST");
        assertThat(event.has("body")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "application/json; charset=utf-8, '', {}, false",
        "text/plain, '', {}, false",
        "text/plain, gzip, e30=, true",
        "application/octet-stream, '', e30=, true",
        "'', '', e30=, true"
    })
    void bodies_are_text_where_they_say_so(
            String type, String coding, String body, boolean encoded) {
        // Given
        Map<String, String> headers =
                coding.isEmpty()
                        ? Map.of("content-type", type)
                        : Map.of("content-type", type, "content-encoding", coding);
        // When
        JsonNode event = event("/", headers, bytes("{}"));
        // Then
        assertThat(event.path("body").asString()).isEqualTo(body);
        assertThat(event.path("isBase64Encoded").asBoolean()).isEqualTo(encoded);
    }

    @Test
    void text_that_is_none_is_encoded() {
        JsonNode event = event("/", Map.of("content-type", "text/plain"), new byte[] {(byte) 0xff});
        assertThat(event.path("isBase64Encoded").asBoolean()).isTrue();
    }

    @Test
    void an_object_with_a_status_is_a_response() throws Invalid {
        // When
        HttpResult result =
                HttpResult.of(
                        bytes(
                                "{\"statusCode\":404,\"headers\":{\"X-A\":1,\"Connection\":\"close\"},"
                                    + "\"cookies\":[\"a=1\"],\"body\":\"/w==\","
                                    + "\"isBase64Encoded\":true}"));
        // Then
        assertThat(result.status()).isEqualTo(404);
        assertThat(result.headers())
                .containsExactly(
                        Map.entry("x-a", "1"),
                        Map.entry("content-type", "application/json"),
                        Map.entry("set-cookie", "a=1"));
        assertThat(result.body()).containsExactly(0xff);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"hello\"", "{\"a\":1}", "null", "[1]", "no json", ""})
    void anything_else_is_the_body(String answer) throws Invalid {
        HttpResult result = HttpResult.of(bytes(answer));
        assertThat(result.status()).isEqualTo(200);
        assertThat(result.headers()).containsExactly(Map.entry("content-type", "application/json"));
        assertThat(result.body()).isEqualTo(bytes(answer));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"statusCode\":99}",
                "{\"statusCode\":101}",
                "{\"statusCode\":700}",
                "{\"statusCode\":\"well\"}",
                "{\"statusCode\":200,\"body\":{}}",
                "{\"statusCode\":200,\"body\":\"%\",\"isBase64Encoded\":true}",
                "{\"statusCode\":200,\"headers\":{\"a\":[]}}"
            })
    void an_answer_of_no_valid_shape_is_refused(String answer) {
        assertThatThrownBy(() -> HttpResult.of(bytes(answer))).isInstanceOf(Invalid.class);
    }

    @Test
    void a_prelude_may_come_in_any_pieces() throws Invalid {
        // Given
        byte[] all = bytes("{\"statusCode\":202}\0\0\0\0\0\0\0\0rest");
        // Then
        for (int cut = 0; cut <= all.length; cut++) {
            var prelude = new Prelude();
            var first = prelude.next(Arrays.copyOf(all, cut));
            var head =
                    first.isPresent()
                            ? first
                            : prelude.next(Arrays.copyOfRange(all, cut, all.length));
            assertThat(head.orElseThrow().status()).isEqualTo(202);
            assertThat("rest")
                    .startsWith(new String(prelude.rest(), StandardCharsets.UTF_8).strip());
        }
        assertThatThrownBy(() -> new Prelude().next(new byte[70_000])).isInstanceOf(Invalid.class);
    }

    @Test
    void a_frame_has_its_sums() {
        // When
        byte[] frame = EventFrames.chunk(bytes("hello"));
        // Then
        var buffer = ByteBuffer.wrap(frame);
        assertThat(buffer.getInt(0)).isEqualTo(frame.length);
        assertThat(buffer.getInt(8)).isEqualTo(sum(frame, 8));
        assertThat(buffer.getInt(frame.length - 4)).isEqualTo(sum(frame, frame.length - 4));
        int headers = buffer.getInt(4);
        assertThat(new String(frame, 12 + headers, 5, StandardCharsets.UTF_8)).isEqualTo("hello");
    }

    private static int sum(byte[] frame, int length) {
        var crc = new CRC32();
        crc.update(frame, 0, length);
        return (int) crc.getValue();
    }

    @Test
    void a_failure_is_told_whole_to_who_may_invoke() {
        // When
        Fault fault =
                Fault.told(
                        "Oops",
                        bytes(
                                "{\"errorType\":\"E\",\"errorMessage\":\"m\",\"stackTrace\":[\"s\"]}"));
        // Then
        assertThat(fault.detail()).isEqualTo("E: m");
        assertThat(fault.payload()).contains("stackTrace");
        assertThat(Fault.told("Oops", bytes("what")).payload())
                .contains("\"errorType\":\"Oops\"", "what");
        assertThat(Fault.told("", new byte[0]).detail()).isEqualTo("it said nothing");
    }
}
