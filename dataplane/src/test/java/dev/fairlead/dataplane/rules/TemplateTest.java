package dev.fairlead.dataplane.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.model.errors.InvalidValue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTest {
    @ParameterizedTest
    @CsvSource({
        "/api/*, /{rest}, /api/users, /users",
        "/api/*, /{rest}, /api, /",
        "/api/*, /v2/{rest}, /api, /v2",
        "/api/*, /v2/{rest}, /api/, /v2/",
        "/api/*, /v2, /api/x/y, /v2",
        "/u/{id}/*, /users/{id}/all/{rest}, /u/ann/x, /users/ann/all/x",
        "/u/{id}, /{id}{id}, /u/$1, /$1$1"
    })
    void a_path_is_made_of_what_came(String pattern, String text, String path, String made) {
        // Given
        var paths = PathPattern.parse(pattern);
        // When / Then
        assertThat(Template.path(text, paths).of(paths.match(path))).isEqualTo(made);
    }

    @ParameterizedTest
    @CsvSource({
        "https://example.org/{rest}, https://example.org/evil.example/x",
        "https://example.org:8443, https://example.org:8443",
        "/new/{rest}, /new/evil.example/x",
        "/{rest}, /evil.example/x",
        "/s?q={id}, /s?q=7"
    })
    void an_address_keeps_its_host(String text, String made) {
        // Given
        var pattern = PathPattern.parse("/old/{id}/*");
        // When / Then
        assertThat(Template.address(text, pattern).of(pattern.match("/old/7/evil.example/x")))
                .isEqualTo(made);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{rest}",
                "//{rest}",
                "//evil.example",
                "https://{rest}",
                "https://{id}/",
                "https://example.org{rest}",
                "javascript:alert(1)",
                "/\\evil.example",
                "/a\r\nb",
                "https://user@example.org/",
                "/{other}",
                "/{rest}/x",
                "/x{rest}",
                "/{",
                "data:,x"
            })
    void one_that_could_lead_elsewhere_is_refused(String text) {
        // When / Then
        assertThatThrownBy(() -> Template.address(text, PathPattern.parse("/old/{id}/*")))
                .isInstanceOf(InvalidValue.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "//x", "/a?b=c", "/a#b", "/a b", "https://example.org/"})
    void a_rewrite_is_a_path(String text) {
        // When / Then
        assertThatThrownBy(() -> Template.path(text, PathPattern.ALL))
                .isInstanceOf(InvalidValue.class);
    }
}
