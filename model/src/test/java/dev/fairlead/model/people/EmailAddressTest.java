package dev.fairlead.model.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.model.errors.InvalidValue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmailAddressTest {
    @ParameterizedTest
    @CsvSource({
        "Ada@Example.org, ada@example.org",
        "' ada@example.org ', ada@example.org",
        "a.d+a@münchen.example, a.d+a@xn--mnchen-3ya.example",
        "ada@localhost, ada@localhost"
    })
    void an_address_has_one_form(String given, String kept) {
        assertThat(new EmailAddress(given).text()).isEqualTo(kept);
    }

    @Test
    void domains_that_look_alike_differ() {
        assertThat(new EmailAddress("a@ex\u0430mple.org"))
                .isNotEqualTo(new EmailAddress("a@example.org"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ada",
                "@example.org",
                "ada@",
                "ada@-x.org",
                "a da@example.org",
                "ada@exam ple.org",
                "ada@example..org",
                ".ada@example.org",
                "ada.@example.org",
                "a..b@example.org",
                "\u0430da@example.org",
                "ada\u200b@example.org",
                "ada@example.org\nBcc: all@example.org",
                "\"ada\"@example.org",
                "ada@[127.0.0.1]",
                "ada<x@example.org>"
            })
    void what_is_no_address_or_hides_something_is_refused(String given) {
        assertThatThrownBy(() -> new EmailAddress(given)).isInstanceOf(InvalidValue.class);
    }
}
