package dev.fairlead.controlplane.control.variables;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.model.errors.FieldError;
import dev.fairlead.model.variables.Seen;
import dev.fairlead.model.variables.VariableName;
import dev.fairlead.model.variables.VariableScope;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

class ReferencesTest {
    private static Setting set(VariableScope scope, String name, String text) {
        return Setting.given(new VariableName(name), scope, false, text);
    }

    private static Setting set(String name, String text) {
        return set(VariableScope.PROJECT, name, text);
    }

    private static References.Result follow(List<Setting> all) {
        return References.follow(all, Seen.RUN, Map.of("environment", "staging"));
    }

    private static String only(References.Result result, String name) {
        assertThat(result.problems()).isEmpty();
        return result.variables().stream()
                .filter(one -> one.name().text().equals(name))
                .findAny()
                .orElseThrow()
                .value();
    }

    @ParameterizedTest
    @CsvSource({
        "${HOST},example.com",
        "https://${project.HOST}/${fairlead.environment}?,https://example.com/staging?",
        "$${HOST},${HOST}",
        "$HOST $$ $,$HOST $$ $",
        "$${a}${HOST}$,${a}example.com$",
        "}{,}{"
    })
    void references_are_followed_and_the_rest_is_what_it_is(String text, String expected) {
        assertThat(only(follow(List.of(set("HOST", "example.com"), set("A", text))), "A"))
                .isEqualTo(expected);
    }

    @Test
    void a_scope_that_is_named_is_asked_even_where_it_is_hidden() {
        // Given
        List<Setting> all =
                List.of(
                        set(VariableScope.PROJECT, "PATHS", "/a"),
                        set(VariableScope.SERVICE, "PATHS", "${project.PATHS}:/b"));
        // When
        References.Result result = follow(all);
        // Then
        assertThat(only(result, "PATHS")).isEqualTo("/a:/b");
        assertThat(result.variables().getFirst().hidden())
                .extracting(one -> one.scope())
                .containsExactly(VariableScope.PROJECT);
    }

    @Test
    void a_cycle_is_told_with_its_whole_path_once() {
        // When
        References.Result result =
                follow(
                        List.of(
                                set("A", "${B}"),
                                set("B", "x${C}"),
                                set("C", "${A}"),
                                set("D", "${A}"),
                                set("E", "fine")));
        // Then
        assertThat(result.problems())
                .containsExactly(
                        new FieldError(
                                "/variables/A",
                                "refers to itself: A (project) -> B (project) -> C (project) -> A"
                                        + " (project)"));
        assertThat(result.variables()).extracting(one -> one.name().text()).containsExactly("E");
    }

    @ParameterizedTest
    @CsvSource({
        "${NOWHERE},refers to ${NOWHERE}; which is not there",
        "${service.HOST},refers to ${service.HOST}; which is not there",
        "${fairlead.secrets},refers to ${fairlead.secrets}; which is no fact of ours",
        "${HOST,has '${' at 1 and no '}' after it",
        "a${},has no name in the '${' at 2",
        "${a b},has no name in the '${' at 1",
        "${A.B.C},has no name in the '${' at 1"
    })
    void what_leads_nowhere_is_told(String text, String problem) {
        // When
        References.Result result = follow(List.of(set("HOST", "example.com"), set("WRONG", text)));
        // Then
        assertThat(result.problems())
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.pointer()).isEqualTo("/variables/WRONG");
                    assertThat(one.detail().replace(',', ';')).startsWith(problem);
                });
    }

    @Test
    void what_refers_to_a_secret_is_a_secret() {
        // Given
        Setting secret =
                Setting.given(
                        new VariableName("KEY"), VariableScope.PROJECT, true, "hunter2 ${oops}");
        Setting fine =
                Setting.given(new VariableName("TOKEN"), VariableScope.PROJECT, true, "hunter2");
        // When
        References.Result result =
                follow(
                        List.of(
                                secret,
                                fine,
                                set("URL", "https://${AUTH}@x"),
                                set("AUTH", "u:${TOKEN}")));
        // Then
        assertThat(result.variables())
                .filteredOn(Effective::secret)
                .extracting(one -> one.name().text())
                .containsExactly("AUTH", "TOKEN", "URL");
        assertThat(result.problems().toString()).contains("KEY").doesNotContain("oops", "hunter2");
        assertThat(result.variables().toString()).doesNotContain("hunter2");
    }

    @Test
    void a_chain_of_a_thousand_is_refused_and_one_of_a_hundred_is_not() {
        // Given
        var chain = new ArrayList<Setting>();
        for (int i = 0; i < 1000; i++) {
            chain.add(set("V" + i, "${V" + (i + 1) + "}"));
        }
        chain.add(set("V1000", "end"));
        // When
        References.Result deep = follow(chain);
        References.Result shallow = follow(chain.subList(901, 1001));
        // Then
        assertThat(deep.problems())
                .anySatisfy(one -> assertThat(one.detail()).contains("more than 100 deep"));
        assertThat(only(shallow, "V901")).isEqualTo("end");
    }

    @Test
    void what_doubles_with_every_step_ends_at_a_bound() {
        // Given
        var growing = new ArrayList<Setting>();
        growing.add(set("V0", "xxxxxxxxxxxxxxxx"));
        for (int i = 1; i < 60; i++) {
            growing.add(set("V" + i, "${V" + (i - 1) + "}${V" + (i - 1) + "}"));
        }
        // When
        References.Result result = follow(growing);
        // Then
        assertThat(result.problems())
                .extracting(FieldError::detail)
                .contains("has more than 32768 characters with what it refers to");
    }

    @Test
    void all_values_together_have_a_bound() {
        // Given
        var many = new ArrayList<Setting>();
        for (int i = 0; i < 9; i++) {
            many.add(set("V" + i, "x".repeat(References.LONGEST)));
        }
        // When
        References.Result result = follow(many);
        // Then
        assertThat(result.problems())
                .singleElement()
                .satisfies(one -> assertThat(one.detail()).contains("together"));
    }
}
