package dev.fairlead.controlplane.control.variables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.controlplane.store.variables.Definition;
import dev.fairlead.model.errors.FieldError;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.variables.Origin;
import dev.fairlead.model.variables.VariableName;
import dev.fairlead.model.variables.VariableScope;
import dev.fairlead.model.variables.VariableType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Optional;
import java.util.Set;

class ExpectationsTest {
    private static Definition of(VariableType type, Optional<String> pattern) {
        return new Definition(
                new VariableName("V"),
                type,
                type == VariableType.ENUM ? List.of("free", "paid") : List.of(),
                pattern,
                true,
                Optional.empty(),
                false,
                "");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "NUMBER;1;true",
                "NUMBER;-0.5e3;true",
                "NUMBER;1,5;false",
                "NUMBER;NaN;false",
                "INTEGER;-12;true",
                "INTEGER;1.0;false",
                "INTEGER;0x1;false",
                "BOOLEAN;true;true",
                "BOOLEAN;TRUE;false",
                "BOOLEAN;1;false",
                "URL;https://example.com/a?b=c;true",
                "URL;postgres://u:p@h:5/d;true",
                "URL;example.com;false",
                "URL;mailto:a@b.c;false",
                "URL;http:///x;false",
                "EMAIL;a.b+c@example.com;true",
                "EMAIL;a@b;false",
                "EMAIL;a b@c.de;false",
                "ENUM;free;true",
                "ENUM;FREE;false",
                "JSON;{\"a\":[1]};true",
                "JSON;{a};false",
                "JSON;1 2;false",
                "JSON;'';false",
                "STRING;;true"
            })
    void a_value_is_of_its_type_or_not(VariableType type, String value, boolean right) {
        // When
        Optional<String> problem =
                Expectations.problem(
                        of(type, Optional.empty()), Optional.ofNullable(value).orElse(""));
        // Then
        assertThat(problem.isEmpty()).isEqualTo(right);
    }

    @Test
    @Timeout(20)
    void a_pattern_that_would_never_end_elsewhere_ends() {
        // Given
        Definition hostile = of(VariableType.STRING, Optional.of("(a+)+(a|aa)*b"));
        // When
        Optional<String> problem = Expectations.problem(hostile, "a".repeat(32_000));
        // Then
        assertThat(problem).contains("has to match (a+)+(a|aa)*b");
    }

    @Test
    void all_that_is_wrong_is_told_at_once_and_no_value() {
        // Given
        Definition required =
                new Definition(
                        new VariableName("NEEDED"),
                        VariableType.STRING,
                        List.of(),
                        Optional.empty(),
                        true,
                        Optional.empty(),
                        false,
                        "what for");
        Definition secret =
                new Definition(
                        new VariableName("KEY"),
                        VariableType.INTEGER,
                        List.of(),
                        Optional.of("[0-9]{4}"),
                        false,
                        Optional.empty(),
                        true,
                        "");
        var found =
                new Effective(
                        new VariableName("KEY"),
                        "hunter2",
                        false,
                        new Origin(VariableScope.PROJECT, Optional.empty()),
                        List.of());
        // When
        List<FieldError> problems =
                Expectations.problems(
                        List.of(required, secret), List.of(found), Set.of(found.name()));
        // Then
        assertThat(problems)
                .containsExactly(
                        new FieldError("/variables/NEEDED", "is required: what for"),
                        new FieldError("/variables/KEY", "has to be a secret"),
                        new FieldError("/variables/KEY", "has to be a whole number"));
    }

    @Test
    void a_definition_that_contradicts_itself_is_refused() {
        assertThatThrownBy(() -> Expectations.check(of(VariableType.STRING, Optional.of("("))))
                .isInstanceOf(Rejected.class);
        assertThatThrownBy(() ->
                        Expectations.check(
                                new Definition(
                                        new VariableName("V"),
                                        VariableType.ENUM,
                                        List.of(),
                                        Optional.empty(),
                                        false,
                                        Optional.empty(),
                                        false,
                                        "")))
                .isInstanceOf(Rejected.class);
        assertThatThrownBy(() ->
                        Expectations.check(
                                new Definition(
                                        new VariableName("V"),
                                        VariableType.INTEGER,
                                        List.of(),
                                        Optional.empty(),
                                        false,
                                        Optional.of("x"),
                                        false,
                                        "")))
                .isInstanceOf(Rejected.class);
    }
}
