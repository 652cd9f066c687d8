package dev.fairlead.dataplane.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

class BasicCredentialTest {
    private static Optional<BasicCredential> read(String header) {
        return BasicCredential.read(Optional.of(header));
    }

    private static String basic(String text) {
        return "Basic " + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void a_password_may_have_colons_and_any_letters() {
        assertThat(read(basic("ann:a:b:c"))).contains(new BasicCredential("ann", "a:b:c"));
        assertThat(read(basic("ann:grüße 😀"))).contains(new BasicCredential("ann", "grüße 😀"));
        assertThat(read(basic(":"))).contains(new BasicCredential("", ""));
        assertThat(read("bAsIc  YTpi ")).contains(new BasicCredential("a", "b"));
    }

    @Test
    void the_longest_that_may_be_kept_is_read() {
        // Given
        String name = "n".repeat(64);
        String password = "😀".repeat(128);
        // When / Then
        assertThat(read(basic(name + ":" + password)))
                .contains(new BasicCredential(name, password));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Basic",
                "Basic ",
                "Basic ###",
                "Basic YW5u",
                "Basic YTpi YTpi",
                "Bearer YTpi",
                "Digest username=\"a\"",
                "BasicYTpi"
            })
    void what_is_no_name_with_a_password_is_none(String header) {
        assertThat(read(header)).isEmpty();
    }

    @Test
    void what_is_far_too_long_is_not_decoded() {
        assertThat(read(basic("ann:" + "x".repeat(4000)))).isEmpty();
        assertThat(BasicCredential.read(Optional.empty())).isEmpty();
    }

    @Test
    void its_text_shows_nothing_of_it() {
        assertThat(new BasicCredential("ann", "correct horse").toString())
                .doesNotContain("ann", "horse");
    }
}
