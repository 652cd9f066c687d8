package dev.fairlead.wasm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.dataplane.runtime.Guest;
import dev.fairlead.dataplane.runtime.Header;
import dev.fairlead.testkit.guests.Asking;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/// How a handler is given a body.
class RequestBodyTest {
    private static final TestBed BED = new TestBed();
    private static final String JSON = "application/json";

    @AfterAll
    static void close() {
        BED.close();
    }

    static Stream<Arguments> bodies() {
        return Stream.of(
                Arguments.of("{\"a\":1}", JSON, "[{\"a\":1},null]"),
                Arguments.of("{\"a\":1}", "text/plain", "[\"{\\\"a\\\":1}\",null]"),
                Arguments.of("ä", "text/plain", "[\"ä\",null]"),
                Arguments.of("", JSON, "[null,null]"),
                Arguments.of("{", JSON, "[\"{\",\"ew==\"]"));
    }

    private static String given(byte[] body, String type) {
        Guest guest = BED.script("export default r => [r.body, r.bodyBase64 ?? null];");
        return Asking.ask(
                        guest,
                        Asking.request("POST", "/", "", body, new Header("content-type", type)))
                .text();
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void a_text_is_given_as_it_is_and_json_as_its_value(String body, String type, String seen) {
        // When
        String given = given(body.getBytes(StandardCharsets.UTF_8), type);
        // Then
        assertThat(given).isEqualTo(seen);
    }

    @ParameterizedTest
    @MethodSource("types")
    void bytes_that_are_no_text_are_given_in_base64_too(String type) {
        // Given
        byte[] body = {(byte) 0xff, 0, 'a'};
        // When
        String given = given(body, type);
        // Then
        assertThat(given).contains("\"/wBh\"").startsWith("[\"\ufffd");
    }

    static Stream<String> types() {
        return Stream.of("image/png", JSON);
    }
}
