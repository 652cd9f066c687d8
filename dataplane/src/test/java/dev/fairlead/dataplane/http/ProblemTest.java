package dev.fairlead.dataplane.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.FieldError;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;

class ProblemTest {
    @Test
    void json_has_the_members_of_rfc_9457_and_ours() {
        // Given
        var problem =
                new Problem(
                        ErrorCode.INVALID_REQUEST,
                        "a \"quoted\"\nline\u0001",
                        "req_1",
                        List.of(new FieldError("/name", "is needed")));
        // When
        String json = new String(problem.json(), StandardCharsets.UTF_8);
        // Then
        assertThat(json)
                .isEqualTo(
                        "{\"type\":\"https://fairlead.dev/errors/invalid-request\","
                                + "\"title\":\"The request is not valid\",\"status\":400,"
                                + "\"code\":\"invalid-request\","
                                + "\"detail\":\"a \\\"quoted\\\"\\nline\\u0001\","
                                + "\"requestId\":\"req_1\","
                                + "\"errors\":[{\"pointer\":\"/name\",\"detail\":\"is needed\"}]}");
    }

    @Test
    void a_page_never_carries_markup_from_outside() {
        // Given
        var problem = new Problem(ErrorCode.GUEST_FAILED, "<script>alert(1)</script>", "req_1");
        // When
        String page = new String(problem.page(), StandardCharsets.UTF_8);
        // Then
        assertThat(page).contains("&lt;script&gt;").doesNotContain("<script>");
    }

    @Test
    void browsers_get_a_page_and_programs_json() {
        assertThat(Problem.wantsPage("text/html,application/xhtml+xml,*/*;q=0.8")).isTrue();
        assertThat(Problem.wantsPage("application/json")).isFalse();
        assertThat(Problem.wantsPage("")).isFalse();
    }
}
