package dev.fairlead.dataplane.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.model.errors.InvalidValue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Map;

class PathPatternTest {
    @ParameterizedTest
    @ValueSource(strings = {"/", "/*", "/a", "/a/", "/a/*", "/a/{id}/b", "/{x}/*", "/%2F", "/a;b"})
    void is_written_as_it_is_read(String text) {
        // When / Then
        assertThat(PathPattern.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "*",
                "/a*",
                "/a/*/b",
                "//",
                "/a//b",
                "/../a",
                "/a/.",
                "/%41",
                "/a?b",
                "/a#b",
                "/{id}/{id}",
                "/{Id}",
                "/{}",
                "/a{id}",
                "/{rest}",
                "/a b",
                "/ä",
                "/%2f",
                "/{a}/{b}/{c}/{d}/{e}/{f}/{g}/{h}/{i}"
            })
    void what_is_no_pattern_is_refused(String text) {
        // When / Then
        assertThatThrownBy(() -> PathPattern.parse(text)).isInstanceOf(InvalidValue.class);
    }

    @Test
    void one_that_is_too_long_is_refused() {
        // When / Then
        assertThatThrownBy(() -> PathPattern.parse("/" + "a".repeat(512)))
                .isInstanceOf(InvalidValue.class);
    }

    @ParameterizedTest
    @CsvSource({
        "/*, /, true", "/*, /a/b, true", "/, /, true", "/, /a, false",
        "/a/*, /a, true", "/a/*, /a/, true", "/a/*, /a/b, true", "/a/*, /ab, false",
        "/a, /a, true", "/a, /a/, false", "/a/{x}, /a/b, true", "/a/{x}, /a/, false",
        "/a/{x}, /a/b/c, false", "/a/{x}/*, /a/b/c, true"
    })
    void covers_whole_segments(String pattern, String path, boolean covered) {
        // When / Then
        assertThat(PathPattern.parse(pattern).covers(path)).isEqualTo(covered);
    }

    @ParameterizedTest
    @CsvSource({"/a, ''", "/a/, /", "/a/b/c, /b/c"})
    void what_comes_behind_begins_with_a_slash_or_is_nothing(String path, String rest) {
        // When / Then
        assertThat(PathPattern.parse("/a/*").match(path))
                .isEqualTo(new PathPattern.Match(Map.of(), rest));
    }

    @Test
    void names_stand_for_segments() {
        // Given
        var pattern = PathPattern.parse("/users/{id}/orders/{order}/*");
        // When
        PathPattern.Match match = pattern.match("/users/ann%2F/orders/7/lines/1");
        // Then
        assertThat(match)
                .isEqualTo(new PathPattern.Match(Map.of("id", "ann%2F", "order", "7"), "/lines/1"));
    }
}
