package dev.fairlead.model.stacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.model.errors.InvalidValue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;

class InterpolationTest {
    private static final Map<String, String> VALUES = Map.of("SET", "value", "EMPTY", "", "N", "5");

    private static String resolve(String template) {
        return Interpolation.resolve(template, name -> Optional.ofNullable(VALUES.get(name)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "plain | plain",
                "$SET | value",
                "${SET} | value",
                "a${SET}b | avalueb",
                "$SET.$N | value.5",
                "$SETx | \"\"",
                "$NONE | \"\"",
                "${NONE} | \"\"",
                "${SET:-d} | value",
                "${EMPTY:-d} | d",
                "${NONE:-d} | d",
                "${SET-d} | value",
                "${EMPTY-d} | \"\"",
                "${NONE-d} | d",
                "${NONE-} | \"\"",
                "${SET:+r} | r",
                "${EMPTY:+r} | \"\"",
                "${NONE:+r} | \"\"",
                "${SET+r} | r",
                "${EMPTY+r} | r",
                "${NONE+r} | \"\"",
                "${SET:?e} | value",
                "${SET?e} | value",
                "${EMPTY?e} | \"\"",
                "${NONE:-${SET}} | value",
                "${NONE:-${EMPTY:-deep}} | deep",
                "${NONE:-$SET} | value",
                "${SET:-${NONE:?not asked for}} | value",
                "${NONE:+${NONE:?not asked for}}x | x",
                "${SET:+a${N}b} | a5b",
                "${NONE:-a:b-c?d+e} | a:b-c?d+e",
                "$$ | $",
                "$$SET | $SET",
                "$$$SET | $value",
                "$${SET} | ${SET}",
                "${NONE:-$${SET}} | ${SET}",
                "${NONE-{} | {",
            })
    void each_form_gives_what_the_specification_says(String template, String expected) {
        assertThat(resolve(template)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "${EMPTY:?say it} | variable EMPTY | say it",
                "${NONE:?say it} | variable NONE | say it",
                "${NONE?say it} | variable NONE | say it",
                "${NONE?} | variable NONE | is not set",
                "${NONE?$SET is no} | variable NONE | $SET is no",
                "${NONE:-${NONE?deep}} | variable NONE | deep",
                "${SET | variable SET | one of :-",
                "${SET:-d | variable SET | does not end",
                "${SET/a/b} | variable SET | one of :-",
                "${SET:=d} | variable SET | one of :-",
                "${} | template | without a name",
                "${1} | template | without a name",
                "$ | template | $$",
                "a $ b | template | $$",
                "$1 | template | $$",
            })
    void what_is_missing_or_malformed_is_named(String template, String what, String rule) {
        assertThatThrownBy(() -> resolve(template))
                .isInstanceOfSatisfying(
                        InvalidValue.class, e -> assertThat(e.what()).isEqualTo(what))
                .hasMessageContaining(rule);
    }

    @Test
    void a_value_that_looks_like_a_template_stays_as_it_is() {
        assertThat(Interpolation.resolve("${A}", _ -> Optional.of("${B} $$"))).isEqualTo("${B} $$");
    }

    @Test
    void what_is_quoted_is_given_as_it_was() {
        String text = "$a ${b:?c} $$ $";
        assertThat(resolve(Interpolation.quote(text))).isEqualTo(text);
    }

    @Test
    void all_names_are_told_without_any_value() {
        assertThat(Interpolation.names("$B ${A:?x} ${C:-${D:+$E}} $$F"))
                .containsExactly("A", "B", "C", "D", "E");
    }

    @Test
    void what_is_not_set_and_has_no_default_is_told() {
        // Given
        var unset = new ArrayList<String>();
        // When
        Interpolation.resolve(
                "$A ${B} ${C:-d} ${D:+e} ${SET:-$F}",
                name -> Optional.ofNullable(VALUES.get(name)),
                unset::add);
        // Then
        assertThat(unset).containsExactly("A", "B");
    }

    @Test
    @Timeout(10)
    void depth_and_size_have_an_end() {
        String deep = "${A:-".repeat(100_000) + "}".repeat(100_000);
        assertThatThrownBy(() -> resolve(deep)).hasMessageContaining("20 deep");
        String big = "x".repeat(100_000);
        assertThatThrownBy(() -> Interpolation.resolve("$A".repeat(100), _ -> Optional.of(big)))
                .hasMessageContaining("1 MiB");
        assertThatThrownBy(() -> resolve("x".repeat((1 << 20) + 1))).hasMessageContaining("1 MiB");
    }
}
