package dev.fairlead.identity.external;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.model.errors.InvalidValue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReturnPathTest {
    @ParameterizedTest
    @ValueSource(strings = {"/", "/projects", "/a/b?c=d&e=%20#f", "/a//b"})
    void a_path_of_this_site_is_one(String text) {
        assertThat(new ReturnPath(text).text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "//evil.example",
                "/\\evil.example",
                "/a\\b",
                "\\/evil.example",
                "https://evil.example",
                "javascript:alert(1)",
                "/a b",
                "/a\nb",
                "/\t/evil.example",
                "/\u00e9"
            })
    void another_site_is_none(String text) {
        assertThatThrownBy(() -> new ReturnPath(text)).isInstanceOf(InvalidValue.class);
    }
}
