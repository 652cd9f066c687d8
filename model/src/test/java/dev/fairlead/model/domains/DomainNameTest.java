package dev.fairlead.model.domains;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.model.errors.InvalidValue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Random;

class DomainNameTest {
    @ParameterizedTest
    @CsvSource({
        "Shop.Example.ORG., shop.example.org",
        "*.Example.org, *.example.org",
        "m\u00fcnchen.example.org, xn--mnchen-3ya.example.org",
        "M\u00dcNCHEN.example.org, xn--mnchen-3ya.example.org",
        "XN--MNCHEN-3YA.example.org, xn--mnchen-3ya.example.org",
        "a\u3002example.org, a.example.org"
    })
    void one_name_has_one_form(String written, String kept) {
        // Given / When / Then
        assertThat(DomainName.parse(written).text()).isEqualTo(kept);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "org",
                "localhost",
                "shop.local",
                "1.2.3.4",
                "[::1]",
                "a..org",
                ".a.org",
                "a.org..",
                "-a.org",
                "a-.org",
                "a_b.org",
                "a b.org",
                "*",
                "*.org",
                "a.*.org",
                "*.*.org",
                "*a.org",
                "ab--c.org",
                "a.org:80",
                "a.org/x",
                "stra\u00dfe.org",
                "a\u200db.org",
                "a\u0000.org"
            })
    void what_the_network_would_not_find_is_refused(String written) {
        // Given / When / Then
        assertThatThrownBy(() -> DomainName.parse(written)).isInstanceOf(InvalidValue.class);
    }

    @Test
    void long_names_are_refused() {
        // Given
        String label = "a".repeat(63);
        // When / Then
        assertThat(DomainName.parse(label + ".org").text()).hasSize(67);
        assertThatThrownBy(() -> DomainName.parse("a" + label + ".org"))
                .isInstanceOf(InvalidValue.class);
        assertThatThrownBy(() -> DomainName.parse((label + ".").repeat(4) + "org"))
                .isInstanceOf(InvalidValue.class);
    }

    @Test
    void whatever_is_written_becomes_a_name_that_reads_as_itself_or_is_refused() {
        // Given
        long seed = 20_261_122;
        var random = new Random(seed);
        String alphabet = "aB1-._*:\u00fc\u4e2d\u0130\ud83d\ude00\u200b\u3002 \u0000x";
        for (int i = 0; i < 20_000; i++) {
            var text = new StringBuilder();
            for (int length = random.nextInt(20); length >= 0; length--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            // When / Then
            try {
                DomainName name = DomainName.parse(text.append(".org").toString());
                assertThat(DomainName.parse(name.text())).as("seed %d", seed).isEqualTo(name);
                assertThat(name.text()).matches("[a-z0-9.*-]+");
            } catch (InvalidValue e) {
                assertThat(e.rule()).isNotEmpty();
            }
        }
    }

    @Test
    void a_name_knows_the_wildcard_above_it() {
        // Given / When / Then
        assertThat(new DomainName("a.b.org").wildcardAbove()).isEqualTo("*.b.org");
        assertThat(new DomainName("*.b.org").wildcardAbove()).isEqualTo("*.b.org");
        assertThat(new DomainName("*.b.org").base()).isEqualTo("b.org");
    }
}
